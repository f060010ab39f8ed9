"""How a source is cited: in notes, in a bibliography, by author and date, in files for other programs."""
