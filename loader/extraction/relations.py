"""In which role a document cites another instrument, by where the citation stands: basis, proposal, carried out, mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise

from loader.extraction.agents import spell_out
from loader.extraction.citations import (
    CIRCULAR,
    DIRECTIVE,
    LAW,
    SUBMISSION,
    Mention,
    as_running_text,
    first_numbered,
    mentions,
)
from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.themes import theme
from loader.facts import Citation, Relation
from loader.kinds import RelationRole
from loader.rules import first as first_rule
from loader.rules import rule
from loader.structure.lines import is_upper
from loader.structure.provisions import Division, Node
from loader.text import MappedText


@dataclass(frozen=True, slots=True)
class _Found:
    role: RelationRole
    citation: Citation
    words: MappedText
    node: Node | None
    rule: str
    recorder: EvidenceRecorder | None = None
    carried_out_by: Citation | None = None


_ENACTED = frozenset({LAW, "pl", "nd", "nq", "qd", "tt", "ttlt", "ct"})
"""Kinds of instruments that nobody proposes in: a proposal names them for what it carries out."""
_FOOTNOTE = re.compile(r"\[\d{1,2}\]")
"""The mark that a footnote begins with."""
_LONGEST_LINE = 400
"""Characters of a paragraph of the body that may be an opening line although it begins with "Thực hiện"."""
_LOOKED_AT = 600
"""Characters of a paragraph in which its first citation is looked for."""
_JOINT = 4
"""Characters between two instruments that one title names side by side: " và ", "; "."""
_NEAR = 2
"""Characters between the opening words of a line and its first citation."""
_LONG_ENOUGH = 30
"""Characters from which on the words in front of a cited instrument are a title's theme."""
_FEWEST_THEME_WORDS = 4
"""Words from which on what stands in front of an instrument that a title names is a theme of its own."""
_URGING = frozenset({CIRCULAR, DIRECTIVE})
"""Kinds of instruments that guide or urge those who carry something out."""
_GUIDING = frozenset({"cv"})
"""Kinds of instruments that say how others are to be made."""
_SHARED_BY_PLANS, _SHARED_BY_PROGRAMMES, _SHARED_BY_SCHEMES = 0.34, 0.6, 0.5
"""Shares of words that titles have in common when one carries out the other: of a plan, a programme, a scheme."""


def relations(
    divisions: Sequence[tuple[Division, EvidenceRecorder]],
    own_numbers: frozenset[str],
    own_title: str,
    own_issuer: str | None = None,
) -> list[Relation]:
    """Return the relations of a file's divisions to other instruments: one per document, instrument and role.

    Args:
        divisions: acts, plans and annexes, each with the recorder of its document.
        own_numbers: numbers of the file's own instruments, which are no citations.
        own_title: title of the plan, to tell which basis it carries out.
        own_issuer: who issued it: another plan of the same body is a basis and nothing more.
    """
    found: list[_Found] = []
    own_title = own_title or _announced([division for division, _ in divisions])
    for division, recorder in divisions:
        own = [item for item in _of_division(division, own_title) if item.citation.number not in own_numbers]
        found += [replace(item, recorder=recorder) for item in own if not _is_own_plan(item, own_issuer)]
    for division, recorder in divisions:
        found += [replace(item, recorder=recorder) for item in _laws_of_title(division, found)]
    return _distinct(_without_known(found, own_title))


def _is_over(title: str, own_title: str) -> bool:
    """Whether a basis was for a period that ended before the plan's own begins: what went before is carried out no more."""
    theirs, ours = rule("period.stage").find(title), rule("period.stage").find(own_title)
    return theirs is not None and ours is not None and int(theirs["b"]) < int(ours["a"])


def _announced(divisions: Sequence[Division]) -> str:
    """Return the title of a plan that lost it, by the sentence that issues it: "… ban hành Kế hoạch thực hiện …"."""
    for division in divisions:
        for paragraph in division.opening:
            issued = rule("relation.issues").find(paragraph.text.text)
            if issued is not None:
                return issued["title"]
    return ""


def _is_own_plan(item: _Found, own_issuer: str | None) -> bool:
    """Whether a basis is taken for the programme that the plan carries out although the same body issued it."""
    issuer = item.citation.issuer
    if item.rule != "citations.programme" or not issuer or not own_issuer:
        return False
    return spell_out(issuer).casefold() == own_issuer.casefold()


def _without_known(found: Sequence[_Found], own_title: str) -> list[_Found]:
    """Return the citations less what a numbered one names: a law of the same name, a strategy in the title of a decision."""
    laws = {_plain(item.citation.title or "") for item in found if item.citation.kind == LAW and item.citation.number}
    found = [
        i for i in found if i.citation.number or i.citation.kind != LAW or _plain(i.citation.title or "") not in laws
    ]
    titles = {_plain(item.citation.title or "") for item in found if item.citation.number}
    found = [_by_number(item, found) for item in found]
    # "Kế hoạch thực hiện Chiến lược A" names what it carries out, unless a decision says it with its number.
    told = any(item.citation.number and item.role is RelationRole.IMPLEMENTS for item in found)
    own = _plain(own_title)
    return [
        item
        for item in found
        if item.citation.number
        or item.citation.kind == LAW
        or _is_of_a_congress(item.citation)
        or not _is_named(item, titles, own if told or item.role is not RelationRole.IMPLEMENTS else None)
    ]


def _by_number(item: _Found, found: Sequence[_Found]) -> _Found:
    """Return a citation by name as one by number where a basis says the name with its number, for whichever period."""
    name = item.citation.title or ""
    if item.citation.number or item.role is not RelationRole.IMPLEMENTS:
        return item
    period = rule("relation.period-of-name").find(name)
    bare = _plain(name[: period.start()] if period is not None else name)
    same = {
        other.citation.number: other.citation
        for other in found
        if other.citation.number
        and len(bare) > _LONG_ENOUGH
        and bare in _plain(other.citation.title or "")
        and not (item.citation.kind == LAW != other.citation.kind)  # a plan to enforce a law is not that law
    }
    return replace(item, citation=next(iter(same.values()))) if len(same) == 1 else item


def _is_of_a_congress(citation: Citation) -> bool:
    """Whether an instrument is the resolution of a Party congress, which has a name and never a number."""
    return citation.kind == "nq" and citation.number is None


def _is_named(item: _Found, titles: set[str], own_title: str | None) -> bool:
    """Whether the name of a citation stands in one of some titles."""
    name = _plain(item.citation.title or "")
    return any(name in title for title in titles) or (own_title is not None and name in own_title)


def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", " ", title).strip().casefold()


def _of_division(division: Division, own_title: str) -> Iterator[_Found]:
    if division.title:
        # A title is wrapped into lines, in the middle of a name: "… VÀ QUYẾT / ĐỊNH SỐ 1874/QĐ-TTG".
        yield from _of_title(MappedText.join_parts([p.text.strip() for p in division.title], " "))
    for paragraph in division.opening:
        if not rule("relation.self").holds(paragraph.text.text):
            yield from _of_opening(paragraph.text, own_title)
    for node in division.walk():
        if node.grid is None:
            if node.kind in ("paragraph", "bullet", "clause") and not node.children and _is_basis_line(node.text.text):
                yield from (replace(item, node=node) for item in _of_opening(node.text, own_title))
            else:
                yield from _of_body(node.text, node)
            continue
        for row in node.grid.rows:
            for cell in row.cells:
                if cell.text and not cell.carried:
                    yield from _of_body(cell.text, node)
    # Footnotes at the end of a text stand behind the recipients and the signature.
    for paragraph in dropwhile(lambda line: not _FOOTNOTE.match(line.text.text), division.tail):
        yield from _of_body(paragraph.text, None)


def _is_basis_line(text: str) -> bool:
    """Whether a provision is an opening line that stands in a part of its own ("I. CĂN CỨ PHÁP LÝ")."""
    m = rule("relation.basis-line").find(text)
    if m is None:
        return False
    cited = mentions(text[:_LOOKED_AT])
    near = bool(cited) and cited[0].start <= m.end() + _NEAR
    return near and (rule("relation.sure-basis-line").holds(text) or len(text) < _LONGEST_LINE)


def _of_title(words: MappedText) -> list[_Found]:
    result: list[_Found] = []
    text = as_running_text(words.text)
    carries = False
    for i, mention in enumerate(mentions(text)):
        before = text[: mention.start]
        first = i == 0 and any(rule(name).holds(before) for name in ("title.carries-out", "title.approved-by"))
        carries = first or (carries and rule("relation.joined").holds(before.rstrip()))
        role = RelationRole.IMPLEMENTS if carries else RelationRole.CITES
        capitals = text != words.text and mention.citation.number is not None
        citation = replace(mention.citation, title=None) if capitals else mention.citation
        result.append(_Found(role, citation, words[mention.start : mention.end], None, "citations.title"))
    return result


def _laws_of_title(division: Division, found: Sequence[_Found]) -> list[_Found]:
    """Return the law that a title in capitals says is carried out, by its name as the text below writes it.

    Capitals do not tell where a law's name ends: "TRIỂN KHAI THI HÀNH LUẬT THƯ VIỆN TRÊN ĐỊA BÀN TỈNH".
    """
    words = MappedText.join_parts([p.text.strip() for p in division.title], " ") if division.title else None
    if words is None or not is_upper(words.text):
        return []
    title = words.text.lower()
    named: list[tuple[int, int, Citation]] = []
    for citation in (item.citation for item in found if item.citation.kind == LAW and item.citation.title):
        name = (citation.title or "").lower()
        at = title.find(name)
        end = at + len(name)
        if at > 0 and not title[end : end + 1].isalnum() and rule("title.carries-out").holds(title[:at]):
            named.append((at, end, citation))
    if not named:
        return []
    at, end, citation = min(named, key=lambda one: (one[0], -one[1]))
    return [_Found(RelationRole.IMPLEMENTS, citation, words[at:end], None, "citations.title")]


def _of_opening(words: MappedText, own_title: str) -> list[_Found]:
    """Return the citations of an opening line; "…; căn cứ …" inside it opens a line of its own."""
    lines = words.split(rule("relation.new-line").regex)
    return [item for part in lines if part for item in _of_opening_part(part.strip(), own_title)]


def _of_opening_part(words: MappedText, own_title: str) -> list[_Found]:
    text = words.text
    top = _role_of_line(text)
    result: list[_Found] = []
    covered = -1
    first = True
    cited = _with_their_acts(text, mentions(text))
    carriers = _carriers(text, cited) if top is RelationRole.IMPLEMENTS else {}
    for mention in cited:
        beside = _is_of_a_congress(mention.citation) and rule("relation.joined").holds(text[: mention.start].rstrip())
        inside = mention.start < covered and not beside
        nested = inside or (not first and _is_aside(text, top, result, mention))
        if top is RelationRole.PROPOSED_IN and (
            mention.citation.kind in _ENACTED or rule("relation.opinion").holds(text[: mention.core_end])
        ):
            # "… tại Tờ trình số 5; ý kiến thẩm định của Sở Tài chính tại Văn bản số 7", "… về thực hiện Nghị quyết số 9"
            nested = True
        role = RelationRole.CITES if nested else _role_in_line(text, top, mention)
        begin = 0 if first and role is not RelationRole.CITES else mention.start
        stretch = words[begin : mention.end]
        carrier = carriers.get(mention.start) if nested else None
        result.append(_Found(role, mention.citation, stretch, None, f"citations.{top.value}", None, carrier))
        if role is RelationRole.BASED_ON and _is_programme(mention.citation, own_title):
            result.append(_Found(RelationRole.IMPLEMENTS, mention.citation, stretch, None, "citations.programme"))
        if not nested and top is not RelationRole.PROPOSED_IN:
            covered = max(covered, mention.end)
        first = False
    if not cited and top is RelationRole.IMPLEMENTS and (named := first_rule("carried-programme", text)) is not None:
        matcher, m = named
        scheme = Citation(matcher.gives, None, None, None, " ".join(m["title"].split()))
        result.append(_Found(top, scheme, words[: m.end()], None, f"citations.{top.value}"))
    return result


def _with_their_acts(text: str, cited: Sequence[Mention]) -> list[Mention]:
    """Return the citations, a strategy that is named with the decision that issued it as one: "Chiến lược A (ban hành kèm theo B)"."""
    result: list[Mention] = []
    for here in cited:
        named = result[-1] if result else None
        if (
            named is not None
            and named.citation.number is None
            and named.citation.kind != LAW
            and here.citation.number is not None
            and rule("relation.promulgated-by").holds(text[named.end : here.start].strip())
        ):
            title = here.citation.title or named.citation.title
            result[-1] = replace(here, citation=replace(here.citation, title=title), start=named.start)
        else:
            result.append(here)
    return result


def _carriers(text: str, cited: Sequence[Mention]) -> dict[int, Citation]:
    """Return, by where an instrument is named, the one named before it whose title says that it carries it out.

    "Kế hoạch A thực hiện Nghị quyết B và Chương trình C về thực hiện Nghị quyết D": A carries out B and C, C carries out D.
    """
    found: dict[int, Citation] = {}
    for before, here in pairwise(cited):
        between = text[before.core_end : here.start]
        if rule("title.carries-out").find(between) is not None:
            found[here.start] = before.citation
        elif before.start in found and rule("relation.joined").holds(between.rstrip()) and len(between) <= _JOINT:
            found[here.start] = found[before.start]
    return found


def _role_of_line(text: str) -> RelationRole:
    """Return the role that the words at the beginning of a line give to the instruments cited in it."""
    if rule("relation.proposal").holds(text):
        return RelationRole.PROPOSED_IN
    if rule("relation.basis").holds(text):
        return RelationRole.BASED_ON
    if rule("relation.carries-out").holds(text) or rule("relation.aims-at").holds(text):
        return RelationRole.IMPLEMENTS
    return RelationRole.CITES


def _role_in_line(text: str, top: RelationRole, mention: Mention) -> RelationRole:
    """Return the role of an instrument that its line gives one: a submission that a body is said to propose in is a proposal.

    "Trên cơ sở kết luận … tại Thông báo số 5 và đề xuất của Ban Dân tộc tại Tờ trình số 7"
    """
    proposed = mention.citation.kind == SUBMISSION and rule("relation.proposed-at").holds(text[: mention.start])
    return RelationRole.PROPOSED_IN if proposed else top


def _is_aside(text: str, top: RelationRole, before: Sequence[_Found], mention: Mention) -> bool:
    """Say whether a later instrument of a line is named only to tell what the one before it is about.

    A law that amends the one before it is a basis as that one is.
    """
    if top is RelationRole.BASED_ON and mention.citation.kind == LAW:
        return False
    return top in (RelationRole.IMPLEMENTS, RelationRole.BASED_ON) and not _coordinated(text, before, mention)


def _coordinated(text: str, before: Sequence[_Found], mention: Mention) -> bool:
    """Whether a later citation of a "Thực hiện …" line is one more instrument carried out ("…; Kế hoạch số …")."""
    joined = rule("relation.joined").holds(text[: mention.start].rstrip()) or (
        rule("relation.basis").holds(text) and rule("relation.joined-view").holds(text[: mention.start])
    )
    return joined and not rule("relation.stands-at").holds(before[-1].words.text.rstrip())


def _is_programme(citation: Citation, own_title: str) -> bool:
    """Whether a basis is the programme or plan that a plan with ``own_title`` carries out, by the words both share.

    A programme is wider than the plans under it, so most words of the shorter title must be in the other; a plan of the level
    above is about the same.
    """
    title = citation.title or ""
    nested = first_numbered(title)
    if citation.kind in _URGING or _is_over(title, own_title):
        return False  # it guides or urges those who carry something out
    theirs, ours = _theme(title if nested is None else title[:nested]), _theme(own_title)
    if not theirs or not ours or (nested is not None and len(theirs) < _FEWEST_THEME_WORDS):
        return False
    shared = len(theirs & ours)
    if citation.kind in ("kh", "ctr"):
        return shared / len(theirs | ours) >= _SHARED_BY_PLANS
    if rule("title.names-programme").find(title):
        return shared / min(len(theirs), len(ours)) >= _SHARED_BY_PROGRAMMES
    central = citation.number is not None and rule("title.central-number").find(citation.number) is not None
    guides = citation.kind in _GUIDING  # a letter on how a scheme is to be made is none
    central = central or (not guides and rule("title.central-issuer").holds(citation.issuer or ""))
    plan = rule("title.names-plan" if not central else "title.names-scheme").find(title)
    return plan is not None and shared / len(theirs | ours) > _SHARED_BY_SCHEMES


def _theme(title: str) -> frozenset[str]:
    """Return what a title is about: without places, issuers and an instrument that it names in turn."""
    general = rule("relation.issuer-named").replaced(rule("relation.unit-named").replaced(title))
    cited = first_numbered(general)
    return theme(general[:cited] if cited is not None and cited > _LONG_ENOUGH else general)


def _of_body(words: MappedText, node: Node | None) -> list[_Found]:
    return [
        _Found(RelationRole.CITES, m.citation, words[m.start : m.core_end], node, "citations.body")
        for m in mentions(words.text)
    ]


def _key(citation: Citation) -> str:
    return citation.number.casefold() if citation.number else f"{citation.kind}:{(citation.title or '').casefold()}"


def _distinct(found: Sequence[_Found]) -> list[Relation]:
    """Return one relation per document, instrument and role; an instrument with another role is not cited besides."""
    best: dict[tuple[str, RelationRole, str], _Found] = {}
    fullest: dict[str, Citation] = {}
    roles: dict[str, set[RelationRole]] = {}
    carriers: dict[str, Citation] = {}
    for item in found:
        assert item.recorder is not None
        key = _key(item.citation)
        document = "" if item.role is RelationRole.CITES else item.recorder.document
        best.setdefault((document, item.role, key), item)
        roles.setdefault(key, set()).add(item.role)
        if item.carried_out_by is not None and item.carried_out_by.number:
            carriers.setdefault(key, item.carried_out_by)
        if key not in fullest or _fullness(item.citation) > _fullness(fullest[key]):
            fullest[key] = item.citation
    result: list[Relation] = []
    said: set[str] = set()
    for (_, role, key), item in best.items():
        if item.recorder is None or (role is RelationRole.CITES and len(roles[key]) > 1):
            continue
        reading = item.recorder.read(trimmed(item.words), item.node, item.rule)
        carrier = carriers.get(key) if key not in said else None
        said.add(key)
        by = fullest[_key(carrier)] if carrier is not None else None
        result.append(Relation(role, fullest[key], reading, item.recorder.document, by))
    return result


def _fullness(citation: Citation) -> int:
    return 2 * (citation.date is not None) + (citation.issuer is not None) + (citation.title is not None)
