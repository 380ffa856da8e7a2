"""Tasks in prose: under headings that name bodies, and in sentences that name their subject ("Giao Sở … chủ trì")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from loader.extraction.agents import AgentList, closed_list, parse_agents
from loader.extraction.assignments import (
    Assigned,
    acting_bodies,
    acting_body,
    also_acting,
    assigned_subject,
    called_upon,
    concerned,
    explicit_subject,
    inner_subject,
    is_short_for,
    is_told_apart,
    leading_agents,
    overrules,
    own_subject,
    same_bodies,
    taking_over,
    told_behind,
    unnamed_person,
)
from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.inspections import inspecting_bodies, inspection_tasks, is_schedule
from loader.extraction.parties import bracket_parties, parties_alone, told_parties
from loader.extraction.prose_tasks import prose_task, span
from loader.extraction.requests import asked_besides, from_request, told_in_trouble
from loader.extraction.risks import is_risk_table
from loader.extraction.sections import Category, Passage, classify, is_on_awards, others_named
from loader.extraction.sentences import sentences
from loader.extraction.target_tables import is_target_table
from loader.extraction.task_fields import (
    TaskFields,
    completed,
    field_task,
    is_time_label,
    read_fields,
    tells_more_of,
    without_bracket,
)
from loader.extraction.task_tables import table_tasks
from loader.extraction.times import prose_timing
from loader.facts import Agent, Task
from loader.kinds import AgentKind
from loader.rules import book, rule
from loader.structure.lines import is_upper
from loader.structure.provisions import Node, parent_path
from loader.text import MappedText

_SHORTEST_TASK = 15
"""Characters of the shortest line that can state a task; shorter ones are labels."""
_SHORTEST_PART = 12
"""Characters of the shortest sentence of a paragraph that can state a task of its own."""
_SHORTEST_BEHIND_COLON = 20
"""Characters behind "Sở X:" from which on they are a task and not a note."""
_SHORTEST_ANNOUNCING = 60
"""Characters behind the names from which on a line that announces work below states some itself."""
_LAST_COLON = 110
"""Characters that the names in front of a colon take at most."""
_OPENING = 10
"""Characters that a number or a dash in front of the first body takes at most."""


def tasks(
    found: Sequence[Passage], recorder: EvidenceRecorder, reporting_only: frozenset[str], given: Sequence[Task] = ()
) -> list[Task]:
    """Return the tasks in reading order.

    Args:
        found: the passages of a plan (or of its decision).
        recorder: makes the readings.
        reporting_only: paths of provisions that say nothing but a duty to report.
        given: the tasks read in front of these passages; they tell who inspects those that an annex lists.
    """
    collected = _Collected(recorder)
    for passage in found:
        grid = passage.node.grid
        if grid is None:
            words = from_request(trimmed(passage.node.text))
            if not collected.assign_by_fields(passage, words):
                collected.state(passage, _stated(passage, words, recorder, reporting_only))
        elif is_schedule(grid):
            leads = inspecting_bodies([*given, *collected.tasks])
            collected.tasks += inspection_tasks(grid, passage.node, recorder, leads)
        elif not (is_target_table(grid) or is_risk_table(grid)):
            collected.tasks += table_tasks(grid, passage.node, recorder, passage.agents)
    return collected.tasks


class _Collected:
    """The tasks read so far, and the items of the last list, which fields on a line below may assign.

    Attributes:
        tasks: in reading order.
    """

    def __init__(self, recorder: EvidenceRecorder) -> None:
        self.tasks: list[Task] = []
        self._recorder = recorder
        self._open: list[tuple[Passage, MappedText]] = []
        self._above: Passage | None = None
        self._first: TaskFields | None = None  # fields without a lead, in front of the line that names it
        self._ahead: tuple[tuple[str, ...], TaskFields] | None = None  # fields right under a heading, for what follows
        self._assigned = 1  # tasks that the last fields assigned
        self._stated: list[tuple[Passage, int]] = []  # passages in a row, and how many tasks each states itself
        self._label: Node | None = None  # "Cơ quan thực hiện:" alone on its line, with the bodies on lines below
        self._labelled: list[tuple[Passage, MappedText]] = []  # the items that they assign, none once they did

    def state(self, passage: Passage, told: Sequence[Task]) -> None:
        """Take in the tasks that a passage states in its own words."""
        if told:
            self._stated.append((passage, len(told)))
        else:
            self._stated.clear()
        self.tasks += [_in_time(task, passage) for task in told]

    def _complete_stated(self, passage: Passage, above: Passage | None, fields: TaskFields) -> bool:
        """Complete the tasks that the passage right above states ("Thời gian thực hiện: …" below them); False without any.

        What stands below a list inside an item is said of all of that item.
        """
        if not self._stated or self._stated[-1][0] is not above:
            return False
        item, outer = above.node.path, parent_path(passage.node.path)
        while parent_path(item) != outer and parent_path(item):
            item = parent_path(item)
        told = takewhile(lambda one: f"{one[0].node.path}/".startswith(f"{item}/"), reversed(self._stated))
        count = self._stated[-1][1] if above.node.path == item else sum(number for _, number in told)
        self.tasks[-count:] = [completed(task, fields) for task in self.tasks[-count:]]
        return True

    def assign_by_fields(self, passage: Passage, words: MappedText) -> bool:
        """Take in a line of fields ("Cơ quan chủ trì: …") or a task with fields behind it; False when it has none."""
        if passage.category not in (Category.MEASURE, Category.ORGANISATION):
            return False
        above, self._above = self._above, passage
        if self._stated and self._stated[-1][0] is above and self._complete_alone(passage, words):
            return True
        if self._label is not None and passage.node in self._label.children and self._assign_below(words.text):
            return True
        fields = read_fields(words) or _assigned_in_words(passage, words.text)
        if passage.node.children and fields is not None and not fields.begin and not fields.leads:
            self._label, self._labelled = passage.node, self._open
        if fields is None and above is not None and _tells_more(passage, above):
            return True
        if fields is None and passage.headings and is_time_label(passage.headings[-1]):
            self._complete_time(words)
            return True
        if fields is None:
            self._open = _still_open(self._open, passage, words)
            self._first = None
            return self._assign_ahead(passage, words)
        if fields.leads and not fields.begin and _heads_a_list(above):
            self._ahead = (passage.headings, fields)
            self._open = []
            return True
        if fields.leads and (fields.begin or self._open):
            self._assign(passage, words, fields)
            if self._first is not None and not fields.begin:
                self.tasks[-self._assigned :] = [completed(t, self._first) for t in self.tasks[-self._assigned :]]
            self._first = None
            return True
        if not fields.begin and self._complete_stated(passage, above, fields):
            return True
        if not fields.begin and self._open and self._open[-1][0] is above:
            self._first = fields  # "Thời gian: …" in front of "Chủ trì: …"
            return True
        if fields.begin == 0 and self.tasks and self.tasks[-1].reading.rule == "tasks.fields":
            # "Cơ quan phối hợp: …" on a line of its own completes the tasks that the line above assigned.
            self.tasks[-self._assigned :] = [completed(task, fields) for task in self.tasks[-self._assigned :]]
            return True
        return False

    def _complete_alone(self, passage: Passage, words: MappedText) -> bool:
        """Give the tasks of the item right above the time that a paragraph states and nothing else: "Hoàn thành trong quý II …"."""
        if passage.node.kind != "paragraph" or not rule("time.alone").holds(words.text):
            return False
        timing, count = prose_timing(words.text), self._stated[-1][1]
        self.tasks[-count:] = [replace(task, timing=task.timing or timing) for task in self.tasks[-count:]]
        return True

    def _complete_time(self, words: MappedText) -> None:
        """Give the tasks that fields assigned last the time that a line below "Thời gian thực hiện:" states."""
        timing = prose_timing(words.text)
        for at in range(len(self.tasks) - self._assigned, len(self.tasks)):
            task = self.tasks[at] if at >= 0 else None
            if task is not None and task.timing is None and task.reading.rule == "tasks.fields":
                self.tasks[at] = replace(task, timing=timing)

    def _assign_below(self, text: str) -> bool:
        """Take in a line below a label that is nothing but who leads and who helps; False for other lines."""
        told = parties_alone(text)
        if told is None or not told.leads:
            return False
        if self._labelled:
            fields = TaskFields(0, told.leads, told.coordinating, None, None)
            self.tasks += [field_task(item, owner.node, self._recorder, fields) for owner, item in self._labelled]
            self._assigned, self._labelled, self._open = len(self._labelled), [], []
        elif self.tasks and self.tasks[-1].reading.rule == "tasks.fields":
            self.tasks[-self._assigned :] = [
                replace(t, leads=(*t.leads, *told.leads), coordinating=(*t.coordinating, *told.coordinating))
                for t in self.tasks[-self._assigned :]
            ]
        else:
            return False
        return True

    def _assign_ahead(self, passage: Passage, words: MappedText) -> bool:
        """Take in an item of the list whose fields stand in front of it, right under its heading; False for other lines."""
        if self._ahead is None:
            return False
        headings, fields = self._ahead
        if passage.headings[: len(headings)] != headings:
            self._ahead = None
            return False
        if passage.heading or passage.node.kind not in _LISTED_KINDS or explicit_subject(words.text) is not None:
            return False
        own = replace(fields, timing=fields.timing or prose_timing(words.text))
        self.tasks.append(field_task(words, passage.node, self._recorder, own))
        return True

    def _assign(self, passage: Passage, words: MappedText, fields: TaskFields) -> None:
        if fields.begin == 0:
            # The fields below a list assign each of its items, a bracket the last of them.
            assigned = self._open if fields.all_above else self._open[-1:]
            self.tasks += [
                _in_time(field_task(item, owner.node, self._recorder, fields), owner) for owner, item in assigned
            ]
            self._assigned = len(assigned)
        else:
            own = without_bracket(words[: fields.begin])
            self.tasks.append(_in_time(field_task(own or words, passage.node, self._recorder, fields), passage))
            self._assigned = 1
        self._open = []


def _in_time(task: Task, passage: Passage) -> Task:
    """Return a task with the time that a heading above it says, and no list of a body: "Giai đoạn 1 (2026-2027)"."""
    above = passage.timing if not passage.agents else None
    return task if task.timing is not None or above is None else replace(task, timing=above)


def _assigned_in_words(passage: Passage, text: str) -> TaskFields | None:
    """Return whom a bracket behind an item, or a line on the items above it, assigns; None under the name of a body."""
    if passage.agents or passage.heading:
        return None
    above = rule("assignment.of-those-above").find(text)
    told = told_parties(text, above.end()) if above is not None else None
    if told is not None:
        return TaskFields(0, told.leads, told.coordinating, told.timing, None, all_above=True)
    told = bracket_parties(text)
    if told is None:
        return None
    timing = told.timing or prose_timing(text[: told.begin])
    return TaskFields(told.begin, told.leads, told.coordinating, timing, None, all_above=False)


def _stated(
    passage: Passage, words: MappedText, recorder: EvidenceRecorder, reporting_only: frozenset[str]
) -> list[Task]:
    """Return the tasks that a passage states in prose."""
    text, node = words.text, passage.node
    if passage.category is not Category.MEASURE:
        if not passage.heading and (telling := told_in_trouble(passage.node.text, node, recorder)) is not None:
            return [*asked_besides(passage.node.text, telling, node, recorder), telling]
        reports = node.path in reporting_only and not _is_listed(passage)
        if len(text) < _SHORTEST_TASK or is_upper(text) or reports or _is_no_task(text):
            return []
        if passage.category is Category.ORGANISATION:
            return _organisation_task(passage, words, recorder)
    if _may_call_upon(passage) and explicit_subject(text) is None:
        called = called_upon(text, on_money=passage.category is Category.FUNDING)
        if called is not None:
            return [prose_task(words, node, recorder, called.leads, "tasks.given")]
    if passage.heading or passage.category not in (
        Category.MEASURE,
        Category.NONE,
        Category.EFFECT,
        Category.FUNDING,
        Category.REPORTING,
    ):
        return []
    subject = explicit_subject(text)
    if subject is None and passage.category is Category.FUNDING and (asked := _asked_at_the_end(passage, words)):
        words, subject = asked
        text = words.text
    if subject is None and passage.category is Category.MEASURE and (behind := _behind_one_body(words, node, recorder)):
        return [behind]
    if subject is None and passage.category in (Category.MEASURE, Category.FUNDING):
        subject = acting_body(text) or _heads_in_charge(text)
    enforces = rule("assignment.enforces").holds(text.rstrip(" ./;"))
    if subject is None and passage.category is Category.NONE and node.path.startswith(_ARTICLE) and not enforces:
        subject = assigned_subject(text)
    if subject is None and passage.category is Category.MEASURE and (told := told_behind(text)) is not None:
        return [prose_task(words, node, recorder, told.leads, "tasks.given", told.coordinating)]
    if subject is None or (passage.category is Category.FUNDING and not _is_told_to(subject, text)):
        return []
    if all(rule("assignment.everybody").holds(agent.name) for agent in subject.leads):
        return []
    leads = subject.leads
    if passage.category is Category.MEASURE:
        leads = tuple({agent.name.lower(): agent for agent in (*leads, *also_acting(text))}.values())
    return [prose_task(words, node, recorder, leads, "tasks.given")]


def _may_call_upon(passage: Passage) -> bool:
    """Whether a passage stands where a group as subject is told of as often as it is given work: money, awards, unnamed parts."""
    if passage.heading or not passage.headings or passage.text.rstrip().endswith(":"):
        return False
    awards = passage.category is Category.CONTEXT and is_on_awards(passage)
    return awards or passage.category in (Category.FUNDING, Category.NONE)


def _asked_at_the_end(passage: Passage, words: MappedText) -> tuple[MappedText, Assigned] | None:
    """Return the sentences of a paragraph, from the one on that asks somebody for work, and whom it asks; None without one."""
    if passage.node.kind != "paragraph":
        return None
    for sentence in sentences(words)[1:]:
        if rule("request.opening").holds(sentence.text) and (subject := explicit_subject(sentence.text)) is not None:
            return trimmed(span(words, sentence, words)), subject
    return None


def _heads_in_charge(text: str) -> Assigned | None:
    """Return the heads of several bodies that a sentence gives work to in person: "Thủ trưởng các sở và Chủ tịch UBND các xã chỉ đạo …"."""
    acting = acting_bodies(text)
    told = all(agent.head for agent in acting) and any(is_told_apart(agent) for agent in acting)
    return Assigned(acting, 0) if told else None


def _is_told_to(subject: Assigned, text: str) -> bool:
    """Whether a sentence in a part on money gives work to bodies that are told apart, or says of a group that it is responsible."""
    responsible = explicit_subject(text) is not None
    return responsible or all(agent.kind is AgentKind.AGENCY or is_told_apart(agent) for agent in subject.leads)


def _tells_more(passage: Passage, above: Passage) -> bool:
    """Whether a line right below some work only tells more of it: "Nội dung: …"."""
    inside = passage.node.path.startswith(f"{above.node.path}/")
    return inside and tells_more_of(passage.text, above.text, heading=above.heading)


def _heads_a_list(above: Passage | None) -> bool:
    """Whether the line right above fields is the heading of a list, which they assign, and no work itself."""
    return (
        above is not None
        and above.heading
        and any(child.kind in _LISTED_KINDS and read_fields(child.text) is None for child in above.node.children)
    )


def _still_open(
    items: list[tuple[Passage, MappedText]], passage: Passage, words: MappedText
) -> list[tuple[Passage, MappedText]]:
    """Return the items that fields on a line below may assign: the last one, and in a list of measures those above it too."""
    if passage.heading and classify(passage.text) is not None:
        return []  # "II. NHIỆM VỤ" is the title of a part, no work
    listed = passage.category is Category.MEASURE and not passage.heading and passage.node.kind in _LISTED_KINDS
    same = (
        bool(items)
        and not items[-1][0].heading
        and items[-1][0].headings == passage.headings
        and items[-1][0].node.kind == passage.node.kind
        and not passage.node.path.startswith(f"{items[-1][0].node.path}/")
    )
    return [*items, (passage, words)] if listed and same else [(passage, words)]


def _is_listed(passage: Passage) -> bool:
    """Whether a passage is an item of the list under the name of a body, where each item is a task, reports included."""
    return bool(passage.agents) and not passage.heading and passage.node.kind in _LISTED_KINDS


_LISTED_KINDS = frozenset({"bullet", "point", "clause"})
_ARTICLE = "dieu-"
"""How the path of what stands in an article of an act begins: it orders, and tells of nothing."""
_NUMBERED_KINDS = frozenset({"point", "clause"})


def _is_no_task(text: str) -> bool:
    return any(matcher.holds(text) for matcher in book().matchers("no-task"))


def _organisation_task(passage: Passage, words: MappedText, recorder: EvidenceRecorder) -> list[Task]:
    node = passage.node
    if node.children and (stated := _announcing_task(passage, words, recorder)) is not None:
        return [stated]
    if passage.heading and node.children:
        return []
    words = _without_lead_in(words)
    text = words.text
    leading = leading_agents(text)
    if leading is not None and leading.end >= len(text) - 2:
        return []
    own_people = bool(passage.agents) and rule("assignment.own-people").holds(text)
    subject = assigned_subject(text) if not own_people else None
    if leading is not None and (inline := _behind_names(words, leading, node, recorder)) is not None:
        return [inline]
    if text.endswith(":") and (node.children or not passage.agents or node.kind not in _NUMBERED_KINDS):
        return []  # a lettered item with nothing below it is work, whatever mark its end was given
    if passage.agents:
        leads = passage.agents
        grouped = all(a.kind is AgentKind.GROUP for a in leads)
        if subject is not None and is_short_for(subject.leads, leads):
            pass  # under "Ủy ban nhân dân tỉnh Hà Bắc" a point begins with "Ủy ban nhân dân tỉnh …"
        elif subject is not None and not same_bodies(subject.leads, leads) and (grouped or overrules(text, subject)):
            leads = subject.leads
        elif _directs(text, leads):
            pass  # a Party committee leads others in what it has to do
        elif node.kind == "paragraph" and (acting := acting_bodies(text) or taking_over(text) or inner_subject(text)):
            leads = acting  # below the list of the last body a plan goes on to others
        elif opening := own_subject(text, leads):
            leads = tuple({agent.name.lower(): agent for agent in (*opening, *also_acting(text))}.values())
        if not same_bodies(leads, passage.agents):
            leads = _with_later_subjects(leads, words, passage.agents)
        helping = passage.partners if leads == passage.agents else ()
        task = prose_task(words, node, recorder, leads, "tasks.under-heading", helping)
        return [replace(task, timing=task.timing or passage.timing) if leads == passage.agents else task]
    if subject is not None:
        return _by_subject(words, node, recorder, subject.leads)
    if leading is not None and leading.start == 0 and rule("assignment.any-verb").holds(text[leading.end :]):
        return [prose_task(words, node, recorder, leading.agents, "tasks.subject")]
    if people := unnamed_person(text) or concerned(text):
        return [prose_task(words, node, recorder, people, "tasks.subject")]
    inner = inner_subject(text)
    if not inner and node.numbered and (label := rule("heading-body.others").find(text)) is not None:
        own = words[label.end() :].strip()
        named = others_named(text[: label.end()])
        if named and len(own) >= _SHORTEST_TASK:
            return [prose_task(own, node, recorder, named, "tasks.heading-inline")]
    if not inner:
        return []
    parted = _by_subject(words, node, recorder, inner)
    return parted if len(parted) > 1 else [prose_task(words, node, recorder, inner, "tasks.inner-subject")]


def _announcing_task(passage: Passage, words: MappedText, recorder: EvidenceRecorder) -> Task | None:
    """Return what a line that names its bodies says before it announces the work below: "X bố trí …; thực hiện các việc sau:"."""
    announced = rule("assignment.work-below").find(words.text) if words.text.endswith(":") else None
    own = words[: announced.start()] if announced is not None else words[:0]
    subject = assigned_subject(own.text)
    if subject is None or not passage.agents:
        return None
    joint = rule("partner.in-cell").find(own.text)
    named = parse_agents(own.text, joint.end() if joint is not None else subject.begin)
    said = own.text[named.end :]
    if len(said) < _SHORTEST_ANNOUNCING:
        return None
    return prose_task(trimmed(own), passage.node, recorder, subject.leads, "tasks.subject")


def _with_later_subjects(leads: tuple[Agent, ...], words: MappedText, above: Sequence[Agent]) -> tuple[Agent, ...]:
    """Return the leads of a paragraph, and those of the heading above that open a later sentence of it."""
    named = {agent.name.lower() for agent in above}
    later = (agent for one in sentences(words) for agent in acting_bodies(one.text) if agent.name.lower() in named)
    return tuple({agent.name.lower(): agent for agent in (*leads, *later)}.values())


def _directs(text: str, leads: Sequence[Agent]) -> bool:
    """Whether a sentence under the name of a Party committee opens with its verb: "Lãnh đạo Hội đồng nhân dân …"."""
    return rule("assignment.directing").holds(text) and all(
        rule("assignment.party-organ").holds(agent.name) for agent in leads
    )


def _without_lead_in(words: MappedText) -> MappedText:
    """Return a line that names its bodies behind "Trách nhiệm của", in front of a colon, from their names on."""
    lead_in = rule("heading-body.lead-in").find(words.text)
    if lead_in is None or rule("assignment.giving").holds(words.text):
        return words
    named = parse_agents(words.text, lead_in.end())
    colon = bool(named.agents) and words.text[named.end :].lstrip().startswith(":")
    return words[lead_in.end() :] if colon else words


def _behind_names(words: MappedText, leading: AgentList, node: Node, recorder: EvidenceRecorder) -> Task | None:
    """Return the task of a heading and its text in one line ("9. Các sở, ngành: căn cứ …"), None for other lines."""
    text = words.text
    if text[leading.end : leading.end + 2].strip().startswith(":") and leading.start <= _OPENING:
        own = words[leading.end + 1 :].strip()
        own = own[1:].strip() if own.text.startswith(":") else own
        if node.children and rule("assignment.parts-below").holds(own.text):
            return None  # "Các xã: là nơi …, chịu trách nhiệm các nội dung sau:" says nothing but what stands below it
        return prose_task(own or words, node, recorder, leading.agents, "tasks.heading-inline")
    if named := _named_before_colon(text, leading):
        # The grammar knows the name only in part ("Sở Tài nguyên và Môi trưòng: …"), but the colon ends it.
        own = words[text.index(":") + 1 :].strip()
        return prose_task(own, node, recorder, named, "tasks.heading-inline")
    return None


def _behind_one_body(words: MappedText, node: Node, recorder: EvidenceRecorder) -> Task | None:
    """Return the task of a line among measures that begins with the name of a body and a colon: "+ Sở Y tế: hướng dẫn …"."""
    leading = leading_agents(words.text)
    if leading is None or not all(agent.kind is AgentKind.AGENCY for agent in leading.agents):
        return None
    behind = words.text[leading.end :].lstrip()
    if leading.start or not behind.startswith(":") or not rule("assignment.any-verb").starts(behind[1:]):
        return None
    return prose_task(words, node, recorder, leading.agents, "tasks.heading-inline")


def _named_before_colon(text: str, leading: AgentList) -> tuple[Agent, ...]:
    colon = text.find(":", leading.end, _LAST_COLON)
    if (
        colon < 0
        or text.count("(", 0, colon) > text.count(")", 0, colon)
        or leading.start > _OPENING
        or len(text) - colon < _SHORTEST_BEHIND_COLON
    ):
        return ()
    if rule("assignment.work-before-colon").holds(text[:colon]):
        return ()
    rest = text[leading.end : colon]
    if rule("heading-body.directing").holds(rest):
        # "Công an tỉnh chỉ đạo các đội: …" is work of who directs, "UBND tỉnh giao Sở X: …" of who is given it.
        passed = rule("assignment.passed-on").find(rest)
        receivers = parse_agents(rest, passed.end()).agents if passed is not None else ()
        return receivers or leading.agents
    return closed_list(text[leading.start : colon])


def _by_subject(words: MappedText, node: Node, recorder: EvidenceRecorder, leads: tuple[Agent, ...]) -> list[Task]:
    """Return one task per sentence that assigns other bodies; a sentence without a subject belongs to the one before."""
    parts: list[tuple[tuple[Agent, ...], MappedText]] = []
    listed = leading_agents(words.text)
    end = words[: listed.end].end if listed is not None else words.start
    for sentence in words.split(rule("sentence.next-subject").regex):
        subject = assigned_subject(sentence.text[:1].upper() + sentence.text[1:]) if sentence else None
        own = subject.leads if subject else None
        if not parts:
            parts.append((leads if sentence.end < end else own or leads, sentence))
        elif sentence and sentence.start < end:
            parts[-1] = (leads, span(words, parts[-1][1], sentence))  # names of the same list, parted by semicolons
        elif own and not same_bodies(own, parts[-1][0]) and not rule("reporting.word").holds(sentence.text):
            parts.append((own, sentence))
        elif sentence:
            parts[-1] = (parts[-1][0], span(words, parts[-1][1], sentence))
    return [
        prose_task(trimmed(part), node, recorder, own, "tasks.subject")
        for own, part in parts
        if len(part) >= _SHORTEST_PART
    ]
