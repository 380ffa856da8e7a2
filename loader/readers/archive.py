"""Parts of a zip container, read in bounded memory, and their XML, parsed without entities."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from loader.errors import InputError

MAX_PART_BYTES = 48 * 1024 * 1024
"""Largest part that is unpacked; the body of a 500-page document has some 10 MB."""

MAX_ELEMENTS = 250_000
"""Most paragraphs and tables of a part, empty ones included."""

MAX_MEMBERS = 5_000
"""Most files in the container."""

_CHUNK = 1 << 20
# The strict and the transitional form of Office Open XML differ in the names of their vocabularies only.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Archive:
    """A zip container held in memory; nothing is unpacked before it is asked for."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open the container.

        Raises:
            InputError: no zip file, damaged, encrypted or with too many members.
        """
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (
            zipfile.BadZipFile,
            zipfile.LargeZipFile,
            OSError,
            ValueError,
            EOFError,
            NotImplementedError,
            OverflowError,
        ) as error:
            raise InputError(f"a damaged container: {error}", where=name) from error
        if len(members) > MAX_MEMBERS:
            raise InputError(f"the container holds more than {MAX_MEMBERS} files", where=name)
        self._members = {member.filename.lstrip("/"): member for member in members}

    def __contains__(self, part: str) -> bool:
        return part in self._members

    @property
    def members(self) -> tuple[str, ...]:
        """Names of the parts."""
        return tuple(self._members)

    def read(self, part: str) -> bytes | None:
        """Return a part unpacked, None if there is no such part.

        Raises:
            InputError: the part is too large, damaged or encrypted.
        """
        member = self._members.get(part)
        if member is None:
            return None
        if member.flag_bits & 1:
            raise InputError("the file is protected by a password", where=self._name, advice="save it without")
        if member.file_size > MAX_PART_BYTES:
            raise self._too_large(part)
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > MAX_PART_BYTES:
                        raise self._too_large(part)
                    chunks.append(chunk)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            ValueError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise InputError(f"a damaged container: {error}", where=self._name) from error
        return b"".join(chunks).replace(_STRICT, _TRANSITIONAL)

    def tree(self, part: str) -> etree._Element | None:
        """Return a part's XML root, None if there is no such part.

        Raises:
            InputError: as ``read``; or the part is no XML or declares a document type.
        """
        data = self.read(part)
        if data is None:
            return None
        self._refuse_document_type(data)
        try:
            root: etree._Element = etree.fromstring(data, _parser())
            return root
        except etree.LxmlError as error:
            raise self._no_xml(part, error) from error

    def children(self, part: str, container: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
        """Yield the children of the ``container`` elements that have one of ``tags``, each cleared when left.

        Raises:
            InputError: as ``tree``, and if there is no such part.
        """
        data = self.read(part)
        if data is None:
            raise InputError(f"the container holds no {part}", where=self._name)
        self._refuse_document_type(data)
        events = etree.iterparse(
            io.BytesIO(data), events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        del data
        seen = 0
        try:
            for _, element in events:
                seen += 1
                if seen > MAX_ELEMENTS:
                    raise InputError(f"its part {part} has more than {MAX_ELEMENTS} paragraphs", where=self._name)
                parent = element.getparent()
                if parent is None or parent.tag != container:
                    continue
                yield element
                element.clear(keep_tail=False)
                while element.getprevious() is not None:
                    del parent[0]
        except etree.LxmlError as error:
            raise self._no_xml(part, error) from error

    def _refuse_document_type(self, data: bytes) -> None:
        """No word processor writes one; it is how entity bombs and outside files come in."""
        head = data[:65536].replace(b"\0", b"")
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise InputError("the XML declares a document type", where=self._name)

    def _too_large(self, part: str) -> InputError:
        limit = MAX_PART_BYTES // 1024 // 1024
        return InputError(f"its part {part} is larger than {limit} MB unpacked", where=self._name)

    def _no_xml(self, part: str, error: Exception) -> InputError:
        return InputError(f"its part {part} cannot be parsed: {error}", where=self._name)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
