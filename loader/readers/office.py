"""Old Word files, OpenDocument and RTF: LibreOffice turns them into .docx."""

from __future__ import annotations

from pathlib import Path

from loader.errors import InputError, UnsupportedFormat
from loader.readers.archive import Archive
from loader.readers.docx import read_docx
from loader.readers.layout import LaidOut
from loader.readers.programs import find_program, run_program
from loader.scratch import scratch

SECONDS = 120.0
"""Longest time that LibreOffice gets for one file; a first start takes some 15 seconds."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_office(data: bytes, name: str, suffix: str) -> LaidOut:
    """Read a .doc, .odt or .rtf file.

    Raises:
        InputError: damaged, or protected by a password.
        UnsupportedFormat: LibreOffice is not installed.
    """
    if _ENCRYPTED in data:
        raise InputError("the file is protected by a password", where=name, advice="save it without")
    if suffix == ".odt":
        archive = Archive(data, name)
        if archive.read("content.xml") is None:
            raise InputError("a damaged OpenDocument file", where=name)
        manifest = archive.read("META-INF/manifest.xml") or b""
        if b"encryption-data" in manifest:
            raise InputError("the file is protected by a password", where=name, advice="save it without")
    program = find_program("soffice", "libreoffice")
    if program is None:
        raise UnsupportedFormat(
            f"{suffix} files are read through LibreOffice, which is not installed",
            where=name,
            advice="install LibreOffice Writer, or save the file as .docx",
        )
    with scratch("office") as at:
        folder = Path(at)
        source = folder / f"document{suffix}"
        source.write_bytes(data)
        profile = (folder / "profile").as_uri()
        options = ["--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder / "out"), str(source)]
        run_program([program, f"-env:UserInstallation={profile}", *options], folder, SECONDS, name)
        converted = folder / "out" / "document.docx"
        if not converted.is_file():
            raise InputError("LibreOffice could not read the file", where=name)
        return read_docx(converted.read_bytes(), name)
