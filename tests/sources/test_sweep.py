"""Uploads that nothing points at go after a day; what is shown, handed in or new stays."""

import pytest
from django.conf import settings

from coursesite.files.actions import keep_blob, sweep_unused
from coursesite.files.models import Blob, Upload, UploadPage
from coursesite.files.queries import blob_files, file_name
from tests import make


@pytest.fixture
def uploads(cast, standing_clock):
    """Kept a day ago: a picture that a source shows, a page of something handed in, one that nothing points at."""
    make.picture(make.source(cast.shelf, slug="poster", kind="image").source, by=cast.ana)
    handed, lost = (
        keep_blob(data=words, media_type="image/png", name="a.png", by=cast.ana) for words in (b"handed", b"lost")
    )
    UploadPage.objects.create(upload=handed, number=1, blob=handed.blob, width=1, height=1)
    return {"handed": handed, "lost": lost}


def test_only_what_nothing_points_at_goes_with_its_file(
    uploads, cast, standing_clock, django_capture_on_commit_callbacks
):
    before, lost = Blob.objects.count(), uploads["lost"].blob
    assert sweep_unused() == 0
    standing_clock.advance(hours=24, seconds=1)
    keep_blob(data=b"new", media_type="image/png", name="b.png", by=cast.ana)
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_unused() == 1
    assert not blob_files().exists(file_name(lost.sha256))
    assert (Blob.objects.count(), Upload.objects.filter(blob=lost.pk).exists()) == (before, False)
    assert blob_files().exists(file_name(uploads["handed"].blob.sha256))
    assert sweep_unused() == 0


def test_what_is_uploaded_again_stays(uploads, cast, standing_clock):
    standing_clock.advance(hours=24, seconds=1)
    keep_blob(data=b"lost", media_type="image/png", name="a.png", by=cast.tom)
    assert sweep_unused() == 0


def test_the_worker_sweeps_each_hour():
    assert settings.PERIODIC["coursesite.files.tasks.sweep_unused"] == 3600
