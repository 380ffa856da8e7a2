"""How to cite a document and a sentence of it: in Vietnamese use, BibTeX and CSL-JSON (citationstyles.org schema 1.0)."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation says.

    Attributes:
        title: the document's title.
        label: kind, number and date in words.
        number: its number.
        issuer: who issued it.
        issued: ISO date, "" if unknown.
        section: printed path of the sentence, "" for the whole.
        address: the lasting address.
        data: version of the data.
        accessed: day of reading, ISO.
    """

    title: str
    label: str
    number: str
    issuer: str
    issued: str
    section: str
    address: str
    data: str
    accessed: str

    def vietnamese(self) -> str:
        """Return the citation as Vietnamese papers have it."""
        year = f" ({self.issued[:4]})" if self.issued else ""
        section = f", mục {self.section}" if self.section else ""
        return f"{self.issuer}{year}. {self.label}: {self.title}{section}. {self.address} (dữ liệu {self.data}, truy cập {self.accessed})."

    def english(self) -> str:
        """Return the citation in the manner of APA."""
        year = f" ({self.issued[:4]})" if self.issued else " (n.d.)"
        section = f", section {self.section}" if self.section else ""
        return f"{self.issuer}{year}. {self.title} [{self.label}]{section}. {self.address} (data {self.data}, read {self.accessed})."

    def bibtex(self) -> str:
        """Return a BibTeX entry."""
        plain = unicodedata.normalize("NFD", self.number or self.title).replace("Đ", "D").replace("đ", "d")
        key = re.sub(r"[^A-Za-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-").lower()[:40]
        fields = {
            "title": f"{{{_tex(self.title)}}}",
            "author": f"{{{_tex(self.issuer)}}}",
            "number": _tex(self.number),
            "year": self.issued[:4],
            "date": self.issued,
            "pages": _tex(self.section),
            "url": self.address,
            "urldate": self.accessed,
            "note": f"langnghe, {self.data}",
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value not in ("", "{}"))
        return f"@techreport{{{key}-{self.issued[:4] or 'nd'},\n{lines}\n}}\n"

    def csl(self) -> str:
        """Return a CSL-JSON list with one item."""
        item: dict[str, object] = {
            "id": self.address,
            "type": "legislation",
            "title": self.title,
            "number": self.number,
            "author": [{"literal": self.issuer}],
            "URL": self.address,
            "accessed": {"date-parts": [_parts(self.accessed)]},
            "version": self.data,
            "language": "vi",
        }
        if self.issued:
            item["issued"] = {"date-parts": [_parts(self.issued)]}
        if self.section:
            item["section"] = self.section
        return json.dumps([item], ensure_ascii=False, indent=1)


def _parts(iso: str) -> list[int]:
    return [int(part) for part in iso.split("-")]


def _tex(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text)
