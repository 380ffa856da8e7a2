"""Passages: the smallest provisions with what governs them — the category of their part, the year and the agents above them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest

from loader.extraction.agents import closed_list, in_running_case, is_agent_list, parse_agents, spell_out
from loader.extraction.agents import partners as partners_named
from loader.extraction.assignments import Assigned, assigned_subject, explicit_subject, inner_subject, is_told_apart
from loader.extraction.parties import Parties, bracket_parties, told_parties
from loader.extraction.times import is_phase, phase_timing
from loader.facts import Agent, Timing
from loader.kinds import AgentKind, Recurrence
from loader.rules import first, remembered, rule
from loader.structure.lines import is_upper
from loader.structure.provisions import Division, Node


class Category(StrEnum):
    """What a part of a plan is about."""

    NONE = ""
    PURPOSE = "purpose"
    CONTEXT = "context"
    OBJECTIVE = "objective"
    GENERAL_OBJECTIVE = "general-objective"
    SPECIFIC_OBJECTIVE = "specific-objective"
    MEASURE = "measure"
    FUNDING = "funding"
    ORGANISATION = "organisation"
    REPORTING = "reporting"
    EFFECT = "effect"
    RISK = "risk"


OBJECTIVES = frozenset({Category.OBJECTIVE, Category.GENERAL_OBJECTIVE, Category.SPECIFIC_OBJECTIVE})


@dataclass(frozen=True, slots=True)
class Passage:
    """A provision as extraction sees it.

    Attributes:
        node: the provision.
        category: what the part it stands in is about.
        year: year of the nearest heading that names one ("Đến năm 2025").
        agents: agents of the nearest heading that is a list of agents.
        partners: agents that the same heading names behind "phối hợp với".
        timing: when what stands under the same heading is to be done, where the heading says so.
        heading: whether it is itself a heading (it only names or introduces what stands under it).
        headings: texts of the headings above it, outermost first.
        top: category of the outermost part that has one (an inner heading may refine it).
    """

    node: Node
    category: Category
    year: int | None
    agents: tuple[Agent, ...]
    heading: bool
    headings: tuple[str, ...]
    top: Category = Category.NONE
    partners: tuple[Agent, ...] = ()
    timing: Timing | None = None

    @property
    def text(self) -> str:
        """Its own words."""
        return self.node.text.text


_TEXT_BEHIND_COLON = re.compile(r":\s+\S.{20,}")
_SENTENCE_END = re.compile(r"[.;,…][”\"')\]]*$")
_LIST_GOES_ON = re.compile(r"\([^()]*(?:…|\.{3})\)$")
"""A bracket at the end of a name whose list is not told to the end: "(các công ty, hợp tác xã…)"."""


def passages(division: Division, category: Category = Category.NONE) -> Iterator[Passage]:
    """Yield the passages of a division in reading order.

    Args:
        division: an act, plan or annex.
        category: what the division as a whole is about (an annex by its title).
    """
    root = replace(_ROOT, kind="annex") if division.symbol == "phu-luc" else _ROOT
    top = Passage(root, category, _year_of_title(division), (), True, (), category)
    behind: set[Category] = set()
    for node in division.body:
        found = tuple(_walk(node, _above_part(node, top, behind), ()))
        behind.add(found[0].category)
        yield from found


def _year_of_title(division: Division) -> int | None:
    """Return the year by which the indicators of an annex shall be reached, where its title names one."""
    if not division.is_annex or not any(n.grid is not None and n.grid.has("indicator") for n in division.walk()):
        return None
    title = " ".join(line.text.text for line in division.title)
    outlook = rule("heading-year.outlook").find(title)
    named = rule("heading-year.year").find(title[: outlook.start()] if outlook is not None else title)
    return int(named["year"]) if named is not None else None


def _above_part(node: Node, top: Passage, behind: Set[Category]) -> Passage:
    """Return what stands above a part: where its heading is the name of some work, behind aims or other work, it holds measures."""
    named = top.category is Category.NONE and bool(node.children) and is_heading(node)
    if not named or not behind & {*OBJECTIVES, Category.MEASURE} or Category.ORGANISATION in behind:
        return top
    works = rule("heading-body.some-work").holds(_bare(node.text.text)) and classify(node.text.text) is None
    return replace(top, category=Category.MEASURE) if works else top


_ROOT = Node("root", "", "", "", None, (), None, False, 0, 0)  # type: ignore[arg-type]


def _walk(node: Node, above: Passage, pending: tuple[Agent, ...]) -> Iterator[Passage]:
    passage = _passage(node, above)
    yield passage
    inner = pending
    helping: tuple[Agent, ...] = ()
    for child, following in zip_longest(node.children, node.children[1:]):
        if passage.category is Category.MEASURE and (governing := _governing(child, following)):
            # Among measures too, what stands behind a line that names a body is assigned to it.
            yield replace(_passage(child, passage), heading=True)
            passage = replace(passage, category=Category.ORGANISATION)
            inner = governing
            continue
        inner_passage = replace(passage, agents=inner or passage.agents, partners=helping or passage.partners)
        yield from _walk(child, inner_passage, ())
        if not child.children and child.kind in ("paragraph", "heading") and passage.category is Category.ORGANISATION:
            # An unnumbered line that is nothing but agents governs what follows it.
            named = is_agent_list(child.text)
            if named:
                inner = named.agents
            elif introduced := _introducing_bodies(child, following):
                inner = introduced
            elif _opens_with_partners(child.text.text):
                helping = partners_named(child.text)


def _introducing_bodies(node: Node, following: Node | None) -> tuple[Agent, ...]:
    """Return the bodies that a sentence in front of a list gives what is listed: "Để …, Giám đốc các sở có trách nhiệm:"; none else."""
    text = node.text.text.rstrip()
    if following is None or following.kind not in ("bullet", "point", "clause") or not text.endswith(":"):
        return ()
    subject = assigned_subject(text)
    if subject is not None and subject.named:
        return ()  # "UBND tỉnh yêu cầu các sở …:" opens a part, whose items have subjects of their own
    if subject is not None:
        return subject.leads
    return _made_responsible(text)


def _made_responsible(text: str) -> tuple[Agent, ...]:
    """Return the subject behind an opening clause that the sentence makes responsible: "Để …, Giám đốc các sở có trách nhiệm:"."""
    return inner_subject(text) if rule("assignment.responsible").holds(text) else ()


def _governing(node: Node, following: Node | None) -> tuple[Agent, ...]:
    """Return the bodies that a line without a number names for the list right behind it: "Sở Xây dựng:"; none of other lines."""
    listed = following is not None and following.kind in ("bullet", "point", "clause")
    text = node.text.text.rstrip()
    if not listed or node.kind != "paragraph" or node.children or not text.endswith(":"):
        return ()
    named = heading_agents(text)
    alone = is_agent_list(text) is not None
    return named if alone or all(is_told_apart(agent) for agent in named) else ()


def _passage(node: Node, above: Passage) -> Passage:
    text = node.text.text
    heading = is_heading(node)
    category, year, agents, helping = above.category, above.year, above.agents, above.partners
    timing = above.timing
    headings = above.headings
    if heading or node.numbered:
        title = text.split(":", 1)[0] if not heading else text
        titled = heading or (len(title) <= _LONGEST_TITLE and assigned_subject(text) is None)
        found = classify(title) if titled else None
        if found is Category.ORGANISATION and heading and _steers_works(title, above):
            found = Category.MEASURE
        if found is not None and _may_enter(found, above, title, heading=heading) and not _is_inner(title, above):
            category = found
        if heading:
            headings = (*headings, text)
            outlook = rule("heading-year.outlook").find(text)
            m = rule("heading-year.year").find(text[: outlook.start()] if outlook is not None else text)
            if m and (category in OBJECTIVES or rule("heading-year.heading").holds(text)):
                year = int(m["year"])
            named, partners = heading_parties(text)
            told = _told_by_heading(text) if not named and category is Category.MEASURE else None
            if told is not None:
                named, partners, timing = told.leads, told.coordinating, told.timing
            # In a directive a heading may be the first; "Tổ chức tuyên truyền …" there is some work, "Các tổ chức …" are people.
            grouped = above.node.kind == "root" and rule("heading-body.everyone").holds(text)
            if not named and category is Category.ORGANISATION and (above.headings or grouped):
                named = others_named(text)
            if not named and category is Category.ORGANISATION and text.rstrip().endswith(":"):
                named = _made_responsible(text)
            if not named and agents and (_opens_with_partners(text) or _is_partners(text)):
                helping = partners_named(text)
            if (
                not named
                and not agents
                and category is Category.ORGANISATION
                and rule("heading-body.tasks-set").holds(text)
            ):
                category = Category.MEASURE
            if named:
                agents, helping = named, partners
                within_phase = timing is not None and timing.start_year is not None and not above.agents
                timing = timing if told is not None or within_phase else None
                if category in (Category.NONE, Category.MEASURE):
                    # Whatever the part is called, what stands under the name of a body is assigned to it.
                    category = Category.ORGANISATION
            elif (waits := rule("time.waits-above").find(text)) is not None:
                timing = Timing(waits["when"], Recurrence.CONDITIONAL, None, None)
        elif (opening := _opens_a_list(node, category, below_body=bool(above.agents))) is not None:
            agents, helping, timing, category = opening.leads, partners_named(text), None, Category.ORGANISATION
    if node.children and (phase := phase_timing(text)) is not None:
        if category in OBJECTIVES:
            year = phase.end_year
        else:
            timing = phase
    top = above.top if above.top is not Category.NONE else category
    return Passage(node, category, year, agents, heading, headings, top, helping, timing)


def _opens_a_list(node: Node, category: Category, *, below_body: bool) -> Assigned | None:
    """Return whom a numbered sentence too long for a heading gives the work listed under it: "1. Giao Sở X …; thực hiện các việc sau:".

    Args:
        node: the numbered sentence.
        category: what its part is about.
        below_body: it stands in the list of a body, whose work it is in any case.
    """
    text = node.text.text
    listed = any(child.kind in ("bullet", "point", "clause") for child in node.children)
    # What a numbered sentence of a part on organisation gives its subject goes on in the bullets below it.
    goes_on = category is Category.ORGANISATION and text.rstrip().endswith((".", ";"))
    if goes_on and (below_body or not all(child.kind == "bullet" for child in node.children)):
        return None
    if (
        not listed
        or not (goes_on or text.rstrip().endswith(":"))
        or category not in (Category.ORGANISATION, Category.MEASURE, Category.NONE)
    ):
        return None
    if category is not Category.ORGANISATION:
        return explicit_subject(text)
    inner = inner_subject(text) if text.rstrip().endswith(":") else ()
    return assigned_subject(text) or (Assigned(inner, 0) if inner else None)


def _opens_with_partners(text: str) -> bool:
    """Whether a line names who helps in all that follows: "Chủ trì, phối hợp với các cơ quan liên quan tham mưu:"."""
    return text.rstrip().endswith(":") and rule("partner.in-cell").starts(text)


def _is_partners(text: str) -> bool:
    """Whether a heading says no more than who helps: "a) Chủ trì, phối hợp với các sở, ngành"."""
    opening = rule("partner.in-cell").find(text)
    return opening is not None and not opening.start() and is_agent_list(text[opening.end() :]) is not None


def _told_by_heading(text: str) -> Parties | None:
    """Return who does what stands under a heading, and when: "2. Tuyên truyền (Sở X chủ trì)", "… các công trình sau, do Sở X chủ trì:"."""
    told = bracket_parties(text)
    if told is not None or not text.rstrip().endswith(":"):
        return told
    by = rule("assignment.by-inside").find(text)
    return told_parties(text.rstrip(" :"), by.end(), named=False) if by is not None else None


_LONGEST_REST = 30
"""Characters of a group's name that the grammar may not know ("… các xã, phường ven biển")."""
_FEWEST_WORDS = 3
"""Words that tell a group ("Các sở ngành liên quan") from a title ("Các ngành, lĩnh vực khác", "Tổ chức bộ máy")."""
_LONGEST_BODIES = 120
"""Characters that a heading of bodies takes at most; a longer line is a sentence."""
_LONGEST_LIST = 260
"""The same of a heading that lists several bodies whose names are known."""
_LONGEST_TITLE = 80
"""Characters in front of a colon that can be the title of a part."""
_LONGEST_HEADING = 200
"""Characters of the longest heading that announces what its part is about."""
_LONGEST_OPEN = 220
"""Characters of a numbered line without a full stop that still is a heading."""
_LONGEST_BOLD = 400
"""The same where it is set in bold."""
_LONGEST_CLOSED = 140
"""The same with a full stop."""
_LONGEST_BARE = 60
"""The same for a line without a number."""


def heading_parties(text: str) -> tuple[tuple[Agent, ...], tuple[Agent, ...]]:
    """Return who leads and who helps by a heading: "4. Phòng Kinh tế chủ trì, phối hợp với Hội Nông dân:"."""
    if text.rstrip().endswith(":") and (directing := rule("heading-body.directs-others").find(text)) is not None:
        text = text[directing.end() :]
        doing = rule("partner.in-cell").find(text)
        return heading_agents(text[: doing.start()] if doing is not None else text), partners_named(text)
    joint = rule("partner.in-cell").find(text) or rule("partner.direct").find(text)
    if joint is None or not joint.start():
        return heading_agents(text), ()
    leads = heading_agents(text[: joint.start()].rstrip(" ,"))
    if not text.rstrip().endswith(":") and is_agent_list(text[joint.end() :]) is None:
        return heading_agents(text), ()
    rest = text[joint.end() :].rstrip(" :")
    work = rule("heading-body.following-work").find(rest)
    named = is_agent_list(rest[: work.start()].rstrip() if work is not None else rest) if leads else None
    return (leads, named.agents) if named is not None else (heading_agents(text), ())


def heading_agents(text: str) -> tuple[Agent, ...]:
    """Return the agents that a heading names: "1. Sở Tài chính", "Trách nhiệm của UBND các xã"; none when it names none."""
    text = in_running_case(text)
    bare = _without_lead_in(text).rstrip(" :.;")
    lead_in = len(bare) < len(text.rstrip(" :.;"))
    if listed := _listed_in_bracket(bare):
        return listed
    bare = _without_trailing(bare)
    named = is_agent_list(bare)
    if named is None:
        opening = parse_agents(bare)
        named_group = bool(opening.agents) and len(opening.agents[0].name.split()) >= _FEWEST_WORDS
        rest = bare[opening.end :]
        having = named_group and rule("heading-body.having").holds(rest) and is_told_apart(opening.agents[0])
        unnamed = rule("heading-body.no-name").holds(rest) and not having
        short_rest = named_group and len(rest) <= _LONGEST_REST and not unnamed
        one = any(a.kind is AgentKind.AGENCY or a.head for a in opening.agents[:1])
        directed = rule("heading-body.directing").holds(rest) or rule("heading-body.duty").holds(rest)
        if (
            named_group
            and opening.start == 0
            and not text.rstrip().endswith(":")
            and (told := _told_by_work(bare, rest))
        ):
            return told
        if opening.agents and opening.start == 0 and directed:
            return opening.agents
        if named_group and opening.start == 0 and rule("heading-body.told-by-work").holds(rest):
            return closed_list(bare)
        opens = opening.start == 0 and (short_rest or one)
        several = opening.start == 0 and len(opening.agents) > 1
        if len(bare) > (_LONGEST_LIST if several else _LONGEST_BODIES) or not (
            opens or rule("heading-body.name").holds(bare) or rule("heading-body.unplaced").holds(bare)
        ):
            return ()
        return closed_list(bare)
    if lead_in and all(
        a.kind is AgentKind.GROUP and rule("heading-body.everybody").holds(a.name) for a in named.agents
    ):
        # "Trách nhiệm của các cơ quan, địa phương": a title; the bodies are named below.
        return ()
    return named.agents


_BRACKET_AT_END = re.compile(r"\(([^()]+)\)$")


def _listed_in_bracket(bare: str) -> tuple[Agent, ...]:
    """Return the bodies that a bracket behind the name of a group lists one by one: "Các cơ quan cấp phép (Sở A, Ban B)"; none else."""
    bracket = _BRACKET_AT_END.search(bare)
    if bracket is None or rule("heading-body.everyone").find(bare) is None:
        return ()
    listed = closed_list(bracket[1])
    several = len(listed) > 1 and parse_agents(bracket[1]).start == 0
    return listed if several and all(a.kind is AgentKind.AGENCY and is_told_apart(a) for a in listed) else ()


def _without_trailing(bare: str) -> str:
    """Return a heading less what stands behind the name: its duty, the part it plays, who belongs to it."""
    for behind in ("heading-body.aside", "heading-body.trailing-duty"):
        if (spare := rule(behind).find(bare)) is not None and spare.start():
            bare = bare[: spare.start()]
    return bare


def _told_by_work(bare: str, rest: str) -> tuple[Agent, ...]:
    """Return the group that a heading tells by its work to the end: "Các sở, ngành chủ trì, quản lý các dự án"; none else."""
    if not rule("heading-body.told-to-end").holds(rest):
        return ()
    name = " ".join(bare.split())
    return (Agent(name, spell_out(name), AgentKind.GROUP),)


def others_named(label: str) -> tuple[Agent, ...]:
    """Return those who are no bodies and carry something out, by a heading or label: "5. Các chủ đầu tư hạ tầng"; none else."""
    first_named, semicolon, bodies = label.rstrip(" :.;").partition(";")
    if semicolon and (named := is_agent_list(bodies.strip())) is not None:
        others = others_named(first_named)  # "Các nhà thầu thi công; Hiệp hội Xây dựng tỉnh"
        return (*others, *named.agents) if others else ()
    bare = _without_trailing(label.rstrip(" :.;"))
    if rule("heading-body.others").find(f"{bare}:") is None or len(label) > _LONGEST_BODIES:
        return ()
    given = rule("assignment.giving").find(bare)
    name = " ".join(bare[given.end() if given else 0 :].split()).strip(" :.;")
    return (Agent(name, spell_out(name), AgentKind.GROUP),) if classify(label) is None else ()


def _without_lead_in(text: str) -> str:
    lead_in = rule("heading-body.lead-in").find(text)
    if lead_in is None and text.rstrip().endswith(":"):
        lead_in = rule("heading-body.role").find(text)
    return text[lead_in.end() :] if lead_in else text


def _may_enter(found: Category, above: Passage, title: str, *, heading: bool) -> bool:
    """Whether a heading inside a part, or a numbered line that opens like one, may change what the part is about."""
    if above.category is Category.NONE or above.node.kind in ("part", "chapter", "article", "root", "annex"):
        return True
    if above.headings and found in _announced(above.headings[-1]):
        return True
    if found is Category.RISK:
        return above.category is not Category.CONTEXT and not above.agents
    if above.category is Category.ORGANISATION:
        # "c) Báo cáo Sở Y tế …" in the list under a body's name is one of its tasks.
        return (
            not above.agents
            if found is Category.FUNDING
            else found is Category.REPORTING and (heading or not above.agents)
        )
    if above.category in (Category.FUNDING, Category.CONTEXT):
        return False
    if above.category is Category.MEASURE and found is Category.CONTEXT:
        return heading and bool(above.headings) and not above.agents
    if above.category is Category.MEASURE and found in OBJECTIVES:
        return bool(above.headings) and rule("heading-body.catch-all").holds(_bare(above.headings[-1]))
    if above.category is Category.MEASURE and rule("heading-body.steering").holds(_bare(title)):
        return False
    if above.category is Category.MEASURE:
        return found in (Category.FUNDING, Category.ORGANISATION, Category.REPORTING) and not above.headings[1:]
    if above.category is Category.PURPOSE:
        return found in OBJECTIVES or found in (Category.PURPOSE, Category.MEASURE)
    return True


def _steers_works(title: str, above: Passage) -> bool:
    """Whether a heading on steering is one of the fields of work of a part that announces work: "I. Mục tiêu, nhiệm vụ / 7. Chỉ đạo, điều hành"."""
    works = bool(above.headings) and Category.MEASURE in _announced(above.headings[-1])
    return works and rule("heading-body.steering").holds(_bare(title))


def _is_inner(title: str, above: Passage) -> bool:
    """Whether a heading that may name a part of a plan only names a stage, or a field of the work, of the part it stands in."""
    part = any(rule(name).holds(_bare(title)) for name in _PARTS_OF_A_PLAN)
    return part and above.category not in (Category.NONE, Category.PURPOSE)


_PARTS_OF_A_PLAN = ("heading.roadmap", "heading.checking")
"""Rules of headings that mean something only as the title of a part of a plan."""


def _announced(heading: str) -> frozenset[Category]:
    """Return all that a heading says its part is about: "THỰC TRẠNG VÀ MỤC TIÊU" announces two, aims of every kind."""
    found = {classify(part) for part in rule("heading-body.joint").regex.split(heading)} - {None}
    if len(found) < 2:
        return frozenset()
    aims = OBJECTIVES if found & OBJECTIVES else frozenset()
    return frozenset(category for category in found if category is not None) | aims


def announces_aims(passage: Passage) -> bool:
    """Whether a heading says that its part states aims besides other things: "Mục đích, yêu cầu, mục tiêu"."""
    return passage.heading and bool(_announced(passage.text) & OBJECTIVES)


@remembered
def classify(heading: str) -> Category | None:
    """Return the category that a heading announces, None when it announces none."""
    clean = _bare(heading)
    if len(clean) > _LONGEST_HEADING:
        return None
    found = first("heading", clean)
    return Category(found[0].gives) if found else None


def _bare(heading: str) -> str:
    return re.sub(r"\s+", " ", heading).strip(" .:;-*").lower()


def states_purposes(passage: Passage) -> bool:
    """Whether a passage stands right under a heading that says "Mục đích" and nothing else."""
    return bool(passage.headings) and rule("heading-body.purpose").holds(_bare(passage.headings[-1]))


def states_purposes_too(passage: Passage) -> bool:
    """Whether a passage stands right under a heading that says "Mục đích, yêu cầu", which no inner headings divide."""
    return bool(passage.headings) and rule("heading-body.purpose-and-requirement").holds(_bare(passage.headings[-1]))


def is_on_awards(passage: Passage) -> bool:
    """Whether a passage stands in a part on awards: who earns them, by which standard, how."""
    return any(rule("heading.awards").holds(_bare(heading)) for heading in passage.headings)


def is_heading(node: Node) -> bool:
    """Whether a provision only names or introduces what stands under it."""
    text = node.text.text
    if node.kind == "heading":
        return True
    if node.kind in ("table", "paragraph", "bullet"):
        return bool(node.children) and (
            text.endswith(":") or (len(text) <= _LONGEST_BARE and not _SENTENCE_END.search(text))
        )
    if not node.children:
        return False
    if is_upper(text) or is_phase(text):
        return True
    label = rule("objective.label").find(text)
    if _TEXT_BEHIND_COLON.search(_without_lead_in(text[label.end() if label else 0 :])) and not is_agent_list(text):
        # "2. Hội Nông dân: vận động hội viên …" is a heading and its text in one line.
        return False
    if not _SENTENCE_END.search(text) or _LIST_GOES_ON.search(text):
        return len(text) <= (_LONGEST_BOLD if node.bold else _LONGEST_OPEN)
    lists = any(child.kind not in ("paragraph", "table") for child in node.children)
    return lists and len(text) <= _LONGEST_CLOSED and text.endswith(".") and ";" not in text
