"""Evidence: from a stretch of clean text back to the words of the source."""

from __future__ import annotations

from dataclasses import dataclass

from loader.facts import Evidence, Reading
from loader.rules import book
from loader.structure.provisions import Node
from loader.text import MappedText


@dataclass(frozen=True, slots=True)
class EvidenceRecorder:
    """Makes readings for one instrument of a source.

    Attributes:
        document: key of the instrument that provisions belong to.
    """

    document: str = ""

    def read(self, words: MappedText, node: Node | None, rule: str) -> Reading:
        """Return the reading of ``words``, found in ``node`` by ``rule``; how sure it is has been measured.

        Raises:
            IndexError: ``words`` is empty.
        """
        path = node.path if node else ""
        section = node.section if node else ""
        return self.at(words, path, section, rule)

    def at(self, words: MappedText, path: str, section: str, rule: str) -> Reading:
        """Return the reading of ``words`` in the provision at ``path``."""
        clean = words.collapse()
        evidence = Evidence(clean.text, clean.start, clean.end, path, section, self.document)
        return Reading(evidence, rule, book().confidence(rule))


def trimmed(words: MappedText) -> MappedText:
    """Return the words without the punctuation that ends a list item."""
    clean = words.text.rstrip()
    while clean.endswith((";", ",")):
        clean = clean.rstrip(";,").rstrip()
    return words[: len(clean)].strip() if len(clean) < len(words) else words.strip()
