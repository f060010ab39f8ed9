"""The proofs of one process share a filled PostgreSQL; each works on a copy."""

from collections.abc import Iterator

import pytest

from tests.postgres import server
from tests.prove.cluster import Cluster, Database

CLASS, SCHOOL = 50, 200  # students: in every run of the suite; before a release


@pytest.fixture(scope="session")
def class_cluster() -> Iterator[Cluster]:
    with server() as running:
        yield Cluster(running, CLASS)
        running.stop("immediate")  # nobody needs it again


@pytest.fixture(scope="session")
def school_cluster() -> Iterator[Cluster]:
    with server() as running:
        yield Cluster(running, SCHOOL)
        running.stop("immediate")


@pytest.fixture
def a_class(class_cluster: Cluster) -> Database:
    """A class of 50 in the middle of an essay, in a database that a proof may break."""
    return class_cluster.copy()


@pytest.fixture
def a_school(school_cluster: Cluster) -> Database:
    """The same with 200 students."""
    return school_cluster.copy()


@pytest.fixture
def thousand() -> Iterator[Database]:
    """A class of a thousand, each with an essay of one question."""
    with server() as running:
        yield Cluster(running, 1000, slots=1).copy()
