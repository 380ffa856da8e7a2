"""Which packs a document is read with: those of the programmes that it cites or that its title is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loader.phrases import has_phrase
from loader.programmes import Programme
from loader.readers.blocks import Source
from loader.structure.provisions import Outline

_HEAD = 3000
"""Characters of a document without a title in which its subject is looked for."""


def likely_packs(source: Source, known: Sequence[Programme]) -> tuple[Programme, ...]:
    """Return what ``packs_of`` will most likely say, before there is an outline, which depends on the packs itself."""
    return _about(source.text[:_HEAD], source, known)


def packs_of(source: Source, outline: Outline, known: Sequence[Programme]) -> tuple[Programme, ...]:
    """Return the programmes with reading rules of their own that a document is read with.

    Args:
        source: the document.
        outline: its outline; the titles in it hardly depend on the packs that it was made with.
        known: the programmes to choose from.
    """
    titles = [" ".join(paragraph.text.text for paragraph in division.title) for division in outline.divisions]
    return _about(" ".join(title for title in titles if title) or source.text[:_HEAD], source, known)


def _about(subject: str, source: Source, known: Sequence[Programme]) -> tuple[Programme, ...]:
    return tuple(
        programme
        for programme in known
        if programme.language.is_dir()
        and (_is_cited(source.text, programme) or has_phrase(subject, programme.subjects))
    )


def _is_cited(text: str, programme: Programme) -> bool:
    """Whether a text has the number of a root document, however it is spaced."""
    return any(re.search(rf"(?<!\d){_spaced(number)}(?!\w)", text, re.IGNORECASE) for number in programme.numbers)


def _spaced(number: str) -> str:
    return r"\s*".join(re.escape(part) for part in re.split(r"(/|-)", number))
