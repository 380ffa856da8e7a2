"""Scans and pictures: OCRmyPDF with Tesseract's Vietnamese model makes a PDF with text, for the PDF reader."""

from __future__ import annotations

import importlib.util
import io
import sys
from pathlib import Path

from loader.errors import InputError, UnsupportedFormat
from loader.readers.programs import find_program, run_program
from loader.scratch import scratch

SECONDS = 1_800.0
"""Longest time for one scan; a page takes some 5 seconds."""

MAX_PIXELS = 120_000_000
"""Largest picture: A3 at 800 dots per inch."""

NOTE = "chữ đọc bằng máy từ ảnh quét, cần đối chiếu / text recognised from a scan, to be checked"
"""The warning that goes with a recognised text."""


def missing_part() -> str | None:
    """Return what of OCR is not installed, None if it is complete."""
    if importlib.util.find_spec("ocrmypdf") is None:
        return "OCRmyPDF"
    program = find_program("tesseract")
    if program is None:
        return "Tesseract"
    with scratch("ocr") as at:
        languages = run_program([program, "--list-langs"], Path(at), 30, "tesseract").split()
    if "vie" not in languages:
        return "Tesseract's Vietnamese model (vie)"
    return None


def recognise_scan(data: bytes, name: str) -> bytes:
    """Return a PDF with text for one whose pages are pictures.

    Raises:
        InputError: OCR failed or took too long.
        UnsupportedFormat: OCR is not installed.
    """
    return _recognise(data, name, "scan.pdf", ["--skip-text"])


def recognise_image(data: bytes, name: str) -> bytes:
    """Return a PDF with text for a picture of a page (.png, .jpg, .tif).

    Raises:
        InputError: no picture, too large, or OCR failed.
        UnsupportedFormat: OCR is not installed.
    """
    return _recognise(_plain_picture(data, name), name, "scan.png", ["--image-dpi", "300"])


def _require(name: str) -> None:
    missing = missing_part()
    if missing is not None:
        raise UnsupportedFormat(
            f"a scan, and {missing} is not installed",
            where=name,
            advice="pip install -r requirements/all.txt, install Tesseract with its language vie; or give a file with text",
        )


def _recognise(data: bytes, name: str, file: str, options: list[str]) -> bytes:
    _require(name)
    with scratch("ocr") as at:
        folder = Path(at)
        (folder / file).write_bytes(data)
        command = [sys.executable, "-m", "ocrmypdf", "--language", "vie", "--output-type", "pdf", "--optimize", "0"]
        run_program([*command, "--quiet", *options, file, "text.pdf"], folder, SECONDS, name)
        recognised = folder / "text.pdf"
        if not recognised.is_file():
            raise InputError("OCR gave no text", where=name)
        return recognised.read_bytes()


def _plain_picture(data: bytes, name: str) -> bytes:
    """Return the picture as an opaque grey PNG, whatever it was, if its size is sane."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise InputError(f"the picture has more than {MAX_PIXELS // 1_000_000} million pixels", where=name)
            if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
                coloured = picture.convert("RGBA")
                page = Image.new("RGBA", coloured.size, "white")
                page.alpha_composite(coloured)
                plain = page.convert("L")
            else:
                plain = picture.convert("L")
            out = io.BytesIO()
            plain.save(out, "PNG")
            return out.getvalue()
    except InputError:
        raise
    except Exception as error:  # Pillow raises anything on damaged pictures
        raise InputError(f"no picture that can be read: {error}", where=name) from error
