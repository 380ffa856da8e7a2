"""Measures: actions of the parts on tasks and solutions that nobody is assigned in that place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loader.extraction.aims_among_tasks import is_list_of_aims
from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.introductions import introductions
from loader.extraction.parties import parties_alone
from loader.extraction.sections import Category, Passage, classify
from loader.extraction.task_fields import begins_with_field, is_time_label
from loader.facts import Measure
from loader.rules import first, rule
from loader.structure.lines import is_upper
from loader.structure.provisions import parent_path

_SHORTEST_MEASURE = 15
"""Characters of the shortest line that can state an action; shorter ones are labels."""
_LONG_BULLET = 90
"""Characters from which on a bullet with others under it states an action of its own."""
_LONG_PARAGRAPH = 160
"""The same for a paragraph."""
_LONG_ENOUGH_TO_STATE = 60
"""Characters from which on a line states an action of its own in front of "…, in particular:"."""
_IN_BRACKETS = re.compile(r"^\(.*\)\.?$")
_IN_QUOTES = re.compile(r"^[“\"][^“”\"]*[”\"]\.?$")
"""A motto or theme is no work."""


def measures(found: Sequence[Passage], recorder: EvidenceRecorder, taken: frozenset[str]) -> list[Measure]:
    """Return the measures in reading order.

    Args:
        found: the passages of a plan.
        recorder: makes the readings.
        taken: paths of provisions that are tasks.
    """
    result: list[Measure] = []
    of_aims = ""  # the provision whose list states aims
    introducing = introductions(found)
    lettered = frozenset(p.node.path for p in found if p.node.kind == "point" and not p.heading)
    gathering = _gathering(found)
    for passage in found:
        node = passage.node
        if node.kind == "paragraph" and parent_path(node.path) in gathering:
            continue  # in front of the parts that tell what it gathers, it says what went before
        if is_list_of_aims(node.text):
            continue
        if node.kind == "paragraph" and parent_path(node.path) in lettered:
            continue  # a lettered item is one action, however many paragraphs it has
        if rule("measure.of-aims").holds(passage.text):
            of_aims = node.path if node.children else parent_path(node.path)
        elif of_aims and first("aim-sentence", passage.text) is not None and parent_path(node.path) == of_aims:
            continue
        if passage.category is not Category.MEASURE or node.path in taken or node.grid is not None:
            continue
        told_of_a_task = (passage.headings and is_time_label(passage.headings[-1])) or _is_of_a_task(passage, taken)
        if node.start in introducing or told_of_a_task:
            continue
        words = trimmed(node.text)
        text = words.text
        if (
            len(text) < _SHORTEST_MEASURE
            or is_upper(text)
            or rule("no-task.pointer").holds(text)
            or rule("no-task.closing").holds(text)
            or rule("objective.caption").holds(text)
            or rule("measure.money").holds(text)
            or rule("measure.when").holds(text)
            or _points_elsewhere(text)
            or (node.kind in ("heading", "part", "chapter", "article") and node.children)
        ):
            continue
        if node.children and not _states_action(passage):
            continue
        if not node.children and passage.heading:
            continue
        if not node.children and text.endswith(":") and not _announces_more(passage):
            continue
        below_label = bool(passage.headings) and begins_with_field(passage.headings[-1])
        if below_label and parties_alone(text) is not None:
            continue
        assigns = begins_with_field(text) or rule("assignment.of-those-above").holds(text)
        aside = _IN_BRACKETS.match(text) or _IN_QUOTES.match(text)
        if (node.kind == "paragraph" and aside) or assigns:
            continue
        result.append(Measure(recorder.read(words, node, "measures.item")))
    return result


def _gathering(found: Sequence[Passage]) -> frozenset[str]:
    """Return the paths of headings that gather parts of several kinds: "Nội dung chủ yếu của kế hoạch"."""
    headings = [passage for passage in found if passage.heading]
    within = {parent_path(passage.node.path) for passage in headings}
    rules = rule("heading-body.catch-all")
    return frozenset(p.node.path for p in headings if p.node.path in within and rules.holds(p.text.strip(" .:")))


def _is_of_a_task(passage: Passage, taken: frozenset[str]) -> bool:
    """Whether a line only tells more of a task right above it: "Nội dung: …"."""
    return parent_path(passage.node.path) in taken and rule("assignment.content").holds(passage.text)


def _points_elsewhere(text: str) -> bool:
    """Whether a line is the title of a part that says nothing but where its contents stand: "III. NHIỆM VỤ (Phụ lục kèm theo)"."""
    pointer = rule("measure.elsewhere").find(text)
    return pointer is not None and pointer.start() > 0 and classify(text[: pointer.start()]) is Category.MEASURE


def _announces_more(passage: Passage) -> bool:
    """Whether a marked item states an action in a sentence of its own and announces more work, which has the same marks."""
    announced = rule("measure.announcing").find(passage.text.rstrip()) if passage.node.kind != "paragraph" else None
    return announced is not None and announced.start() > _LONG_ENOUGH_TO_STATE


def _states_action(passage: Passage) -> bool:
    """Whether a provision with others inside it says something of its own, rather than only introducing them."""
    text = passage.text.rstrip()
    if passage.node.kind == "heading":
        return False
    if text.endswith(":"):
        if rule("measure.in-particular").holds(text):
            return len(text) > _LONG_ENOUGH_TO_STATE
        announced = rule("measure.announcing").find(text) if passage.node.kind == "paragraph" else None
        if announced is not None and announced.start() > _LONG_ENOUGH_TO_STATE:
            return True
        return ";" in text and rule("measure.introducing").holds(text)
    if passage.node.kind == "bullet":
        return len(text) > _LONG_BULLET
    only_text = text.endswith(".") and all(child.kind == "paragraph" for child in passage.node.children)
    return not passage.heading and (only_text or len(text) > _LONG_PARAGRAPH)
