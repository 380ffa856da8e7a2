"""An entry for a curated file (``loader.resolution.curation``), made of what somebody says is misread, and entered there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loader.declarations import KINDS, Kind, kind
from loader.errors import ConfigurationError
from loader.generation import writing
from loader.project import Project
from loader.resolution.curation import Action, Correction, parse_curation
from loader.resolution.entries import field_of, value_of

_SHORT = 160
"""Characters of a quote that are enough where no other fact of the kind begins like it."""


@dataclass(frozen=True, slots=True)
class Misreading:
    """What is to be done about a fact that was misread.

    Attributes:
        action: to drop the fact or to correct a field of it.
        fact: its kind ("target").
        quote: the words that it was read from, or how they begin.
        field: the field to correct.
        value: its new value.
        who: who decides; "" where that is still to be filled in.
        when: the day, ISO 8601.
        why: the reason; "" where that is still to be filled in.
        address: where the fact is shown.
    """

    action: Action
    fact: str
    quote: str
    field: str = ""
    value: str = ""
    who: str = ""
    when: str = ""
    why: str = ""
    address: str = ""

    def check(self, kinds: Sequence[Kind] = KINDS) -> None:
        """See to it that a build can apply this.

        Args:
            kinds: the kinds of facts that there are.

        Raises:
            ConfigurationError: who or why is missing, the kind has no such field, or the value is none of it.
        """
        if not self.who.strip() or not self.why.strip():
            raise ConfigurationError(
                "a correction says who decides and why", message_vi="mục sửa phải ghi ai quyết định và vì sao",
            )  # fmt: skip
        if self.action is Action.CORRECT:
            value_of(field_of(kind(self.fact, kinds), self.field), self.value)

    def toml(self) -> str:
        """Return the entry; one that is not filled in yet says in comments what may stand there."""
        corrects = self.action is Action.CORRECT
        hint = "" if corrects else "# "
        return "\n".join(
            [
                f"# {_one_line(self.address)}",
                "[[correction]]",
                f'action = "{self.action}"   # "reject": bỏ · drop it; "correct": sửa một trường · mend one field (docs/facts.md)',
                f"fact = {_text(self.fact)}",
                f"quote = {_text(self.quote)}",
                f"{hint}field = {_text(self.field)}" + ("" if corrects else '        # với "correct" · with "correct"'),
                f"{hint}value = {_text(self.value)}",
                f"who = {_text(self.who)}" + ("" if self.who else "            # ai quyết định · who decides"),
                f"when = {_text(self.when)}",
                f"why = {_text(self.why)}" + ("" if self.why else "            # vì sao · why"),
                "",
            ]
        )


def shortest_quote(quote: str, others: Sequence[str]) -> str:
    """Return how a quote begins, as far as it must be written to mean no other of these.

    Args:
        quote: the words.
        others: the words of the other facts of the kind.
    """
    words = " ".join(quote.split())
    short = words[:_SHORT].rstrip()
    return words if any(_begins(other, short) for other in others) else short


def also_meant(quote: str, others: Sequence[str]) -> int:
    """Return how many other facts a correction with this quote is about too: those whose words begin with it."""
    return sum(_begins(other, quote) for other in others)


def curated_file(project: Project, source_file: str) -> Path:
    """Return the curated file of a document.

    Args:
        project: where it was built.
        source_file: name of the file that it was read from.

    Raises:
        ConfigurationError: no such file is among the project's sources: no build would apply the corrections.
    """
    name = Path(source_file).name
    if not name or not any(project.sources.rglob(name)):
        raise ConfigurationError(
            f"“{name}” is not among the sources of this project",
            message_vi=f"“{name}” không nằm trong các văn bản nguồn của dự án này",
            advice="correct it where the document is built", advice_vi="hãy sửa ở nơi dựng văn bản ấy",
        )  # fmt: skip
    return project.curation / f"{Path(name).stem}.toml"


def enter(
    project: Project, file: Path, misreading: Misreading, kinds: Sequence[Kind] = KINDS
) -> tuple[Correction, ...]:
    """Write an entry behind those of a curated file; the next build applies it. Return all that are there then.

    Raises:
        ConfigurationError: the entry cannot be applied (also: the fact is dropped already), the file holds no
            corrections, or it cannot be written.
    """
    misreading.check(kinds)
    with writing(project.ttl) as draft:
        before = file.read_text(encoding="utf-8-sig") if file.is_file() else ""
        _see_that_it_is_left(parse_curation(before, str(file), kinds), misreading)
        text = f"{before.rstrip()}\n\n{misreading.toml()}" if before.strip() else misreading.toml()
        corrections = parse_curation(text, str(file), kinds)
        draft.put(file, text.encode())
        draft.commit()
    return corrections


def _see_that_it_is_left(entered: Sequence[Correction], misreading: Misreading) -> None:
    """Refuse what a build could not apply, for an entry before it drops the fact already."""
    for entry in entered:
        same = _begins(entry.quote, misreading.quote) or _begins(misreading.quote, entry.quote)
        if entry.action is Action.REJECT and entry.fact == misreading.fact and same:
            raise ConfigurationError(
                f"{entry.who} dropped this fact already on {entry.when}", advice="build, and look again",
                message_vi=f"{entry.who} đã bỏ dữ kiện này ngày {entry.when}", advice_vi="hãy dựng lại rồi xem",
            )  # fmt: skip


def _begins(quote: str, beginning: str) -> bool:
    return " ".join(quote.split()).casefold().startswith(" ".join(beginning.split()).casefold())


def _text(value: str) -> str:
    """Return a TOML string; of control characters only the line break is kept."""
    return json.dumps("".join(c for c in value if (c >= " " and c != "\x7f") or c == "\n"), ensure_ascii=False)


def _one_line(value: str) -> str:
    return "".join(c for c in value if c >= " " and c != "\x7f")
