"""Footnotes and endnotes of Word documents."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from loader.readers.docx_styles import W


def note_texts(root: etree._Element | None, tag: str) -> dict[str, str]:
    """Return the texts of footnotes or endnotes by their ids, separators left out."""
    texts: dict[str, str] = {}
    if root is not None:
        for note in root.iterchildren(tag):
            if note.get(f"{W}type") in (None, "normal"):
                words = "".join(
                    (node.text or "") if node.tag == f"{W}t" else " "
                    for node in note.iter(f"{W}t", f"{W}tab", f"{W}p", f"{W}br")
                )
                texts[note.get(f"{W}id") or ""] = " ".join(words.split())
    return texts


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark met in the text: its number, its kind and id."""

    number: int
    endnote: bool
    note_id: str


@dataclass(frozen=True, slots=True)
class Notes:
    """Texts of footnotes and endnotes by their ids."""

    footnotes: dict[str, str]
    endnotes: dict[str, str]

    def in_order(self, marks: list[Mark]) -> list[tuple[str, str]]:
        """Return the texts that are referred to, with the numbers of their marks."""
        found = ((m, (self.endnotes if m.endnote else self.footnotes).get(m.note_id, "")) for m in marks)
        return [(str(m.number), words) for m, words in found if words]
