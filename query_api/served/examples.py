"""The example questions: query files with title, question and tags in their header comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from loader.errors import ConfigurationError, InputError
from loader.parameters import Parameter, parameters_beside
from loader.project import Project
from query_api.served.headings import Headings, headings_beside

_HEADER = re.compile(r"#\s*(title|question|tags|param)(?:@(vi|en))?\s*:\s*(.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Example:
    """A competency question with its query.

    Attributes:
        name: file name without suffix ("03-who-leads-what").
        title_vi: short title in Vietnamese.
        title_en: short title in English.
        question_vi: the question in Vietnamese.
        question_en: the question in English.
        tags: themes.
        query: the whole text of the file.
        parameters: the values of the query that may be others; None where nothing is declared, and any variable may be
            bound.
        headings: what the columns of its answer are called, where that is known.
    """

    name: str
    title_vi: str
    title_en: str
    question_vi: str
    question_en: str
    tags: tuple[str, ...]
    query: str
    parameters: tuple[Parameter, ...] | None = None
    headings: Headings = ()

    @property
    def number(self) -> int | None:
        """The number that the file name begins with."""
        digits = re.match(r"\d+", self.name)
        return int(digits.group()) if digits else None

    @property
    def body(self) -> str:
        """The query without its header."""
        lines = self.query.splitlines()
        while lines and (_HEADER.match(lines[0]) or not lines[0].strip()):
            lines.pop(0)
        return "\n".join(lines).strip() + "\n"


def parse_example(
    name: str, text: str, parameters: tuple[Parameter, ...] | None = None, headings: Headings = ()
) -> Example:
    """Read one query file; a header that is missing leaves its field empty (the title falls back to the name)."""
    fields: dict[tuple[str, str], str] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            break
        if header := _HEADER.match(line):
            fields.setdefault((header.group(1), header.group(2) or ""), header.group(3))
    tags = tuple(t.strip() for t in fields.get(("tags", ""), "").split(",") if t.strip())
    title_vi = fields.get(("title", "vi")) or fields.get(("title", "en")) or name
    return Example(
        name,
        title_vi,
        fields.get(("title", "en")) or title_vi,
        fields.get(("question", "vi"), ""),
        fields.get(("question", "en"), ""),
        tags,
        text,
        parameters,
        headings,
    )


def load_examples(*folders: Path | None) -> tuple[Example, ...]:
    """Read all query files of folders, by name, each with the parameters declared beside it; none for a missing folder.

    A question of a later folder that has the name of an earlier one is called after the folder's home, too: the pack whose
    question it is ("nuoc-sach-06-silent-provinces"). Headings of an earlier folder hold for the later ones, too, which may
    have others.

    Raises:
        InputError: a file is not UTF-8.
        ConfigurationError: parameters or headings are declared wrongly.
    """
    examples: dict[str, Example] = {}
    headings: Headings = ()
    for folder in dict.fromkeys(f for f in folders if f is not None and f.is_dir()):
        headings += headings_beside(folder)
        for path in sorted(folder.glob("*.rq")):
            try:
                text = path.read_text(encoding="utf-8")
            except UnicodeDecodeError as error:
                raise InputError("the query file is not UTF-8", where=str(path)) from error
            name = path.stem if path.stem not in examples else f"{path.parent.parent.name}-{path.stem}"
            examples[name] = parse_example(name, text, parameters_beside(path), headings)
    return tuple(examples.values())


def pack_folders(project: Path | None) -> tuple[Path, ...]:
    """Return the folders of the questions of a project's packs; none without a project."""
    if project is None:
        return ()
    try:
        found = Project.find(project)
    except ConfigurationError:
        return ()
    return tuple(folder for folder in found.question_folders if folder != found.queries)


def find_example(examples: tuple[Example, ...], wanted: str) -> Example:
    """Return the example of this number, name, or name without number.

    Raises:
        ConfigurationError: there is none.
    """
    name = wanted.removesuffix(".rq")
    for example in examples:
        if example.name == name or re.sub(r"^\d+-", "", example.name) == name:
            return example
        if name.isdecimal() and len(name) < 10 and example.number == int(name):
            return example
    known = ", ".join(e.name for e in examples) or "none"
    if name != wanted or "/" in wanted:
        raise ConfigurationError(
            "no such file, and no question of that name", where=wanted, advice="'langnghe query 1' asks the first one"
        )
    raise ConfigurationError(f"no query named “{wanted}”", advice=f"known are: {known}")
