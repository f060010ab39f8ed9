"""Run alone, as a process that knows nothing of the site: a HEIC photograph or the pages of a PDF as JPEG pictures.

Standard input holds the file; standard output gets, for each picture, its length in four bytes and then the picture.
Limits stand on the process before a byte is read, so a file made to do harm ends this process and nothing else.
"""

import io
import resource
import struct
import sys

MEMORY = 1_500_000_000  # bytes of address space
SECONDS = 20  # of processor time
MOST_PAGES = 20
LONGEST_SIDE = 1600  # of a page
LARGEST_PHOTO = 4096
MOST_PIXELS = 60_000_000
LOCKED, EMPTY, BROKEN, LARGE = 3, 4, 5, 6  # how the process ends, beside 0


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def put(picture) -> None:
    file = io.BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=86, optimize=True)
    data = file.getvalue()
    sys.stdout.buffer.write(struct.pack(">I", len(data)) + data)


def draw_heic(data: bytes) -> int:
    opened = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
    if opened.size[0] * opened.size[1] > MOST_PIXELS:
        return LARGE
    picture = opened.to_pillow()
    picture.thumbnail((LARGEST_PHOTO, LARGEST_PHOTO))
    put(picture)
    return 0


def draw_pdf(data: bytes) -> int:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return LOCKED if "password" in str(error).lower() else BROKEN
    if not len(document):
        return EMPTY
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        scale = LONGEST_SIDE / max(1, *page.get_size())
        put(page.render(scale=min(scale, 4)).to_pil())
        page.close()
    return 0


if __name__ == "__main__":
    limit()
    import pillow_heif
    import pypdfium2

    try:
        ended = {"heic": draw_heic, "pdf": draw_pdf}[sys.argv[1]](sys.stdin.buffer.read())
    except Exception:  # decoders of damaged files fail in many ways
        ended = BROKEN
    sys.stdout.buffer.flush()
    sys.exit(ended)
