"""A PDF file and its pages, opened by PDFium from memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from loader.errors import InputError
from loader.readers.pdf_page import Page, read_page

MAX_PAGES = 2_000
"""Most pages of one file."""

_PDFIUM = threading.Lock()  # the library serves one thread of a process at a time
_PASSWORD_ERROR = 4


def read_pages(data: bytes, name: str) -> Iterator[Page]:
    """Yield the pages of a PDF; damaged ones are left out.

    Raises:
        InputError: damaged, protected by a password, or of too many pages.
    """
    with _PDFIUM:
        pdfium.FPDF_InitLibrary()
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            if pdfium.FPDF_GetLastError() == _PASSWORD_ERROR:
                raise InputError("the file is protected by a password", where=name, advice="save it without")
            raise InputError("a damaged PDF file", where=name)
        try:
            count = pdfium.FPDF_GetPageCount(document)
            if count > MAX_PAGES:
                raise InputError(f"the file has more than {MAX_PAGES} pages", where=name)
            for index in range(count):
                page = pdfium.FPDF_LoadPage(document, index)
                if page:
                    try:
                        yield read_page(page)
                    finally:
                        pdfium.FPDF_ClosePage(page)
        finally:
            pdfium.FPDF_CloseDocument(document)
