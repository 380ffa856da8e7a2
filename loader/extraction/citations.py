"""Instruments that a text cites: kind, number, date, issuer, title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from loader.extraction.agents import parse_agents
from loader.facts import Citation
from loader.letters import UPPER
from loader.lexicon import document_kind
from loader.rules import book, first, remembered, rule
from loader.structure.lines import is_upper

LAW = "luat"
"""Symbol of a law, which may be cited by its name alone."""
SUBMISSION, CIRCULAR, DIRECTIVE = "ttr", "tt", "ct"
_SIGN = re.compile(rf"[/-]\s*[{UPPER}]")
"""In every number; a quick test before the rules for citations."""
_LONGEST_KIND = 90
"""Characters in front of a number in which its kind is looked for."""
_BEFORE_LAW = 40
"""Characters in front of a law's name in which it says that the law is still to be made."""
_DATE_WITHIN = 12
"""Characters behind a number within which its date begins."""
_JOINTS = re.compile(r"\s*([/–-])\s*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation where it stands.

    Attributes:
        citation: what is cited.
        start: index in the text of its first character.
        core_end: index behind number, date and issuer.
        end: index behind its title.
        damaged: the date as printed when it is no date.
    """

    citation: Citation
    start: int
    core_end: int
    end: int


def numbered(text: str) -> Iterator[tuple[str, int, re.Match[str]]]:
    """Yield the numbers in a text that a kind of instrument stands in front of: the kind, where it begins, the number."""
    if not _SIGN.search(text):
        return
    for number in rule("citation.number").all(text):
        at = number.start()
        for matcher in book().matchers("cited-kind"):
            kind = matcher.find(text, max(0, at - _LONGEST_KIND), at)
            if kind is not None:
                yield matcher.gives, kind.start(), number
                break


def first_numbered(text: str) -> int | None:
    """Return where the first instrument that a text cites by number begins, None when it cites none so."""
    return next((start for _, start, _ in numbered(text)), None)


def normal_number(printed: str) -> str:
    """Return a number without the spaces around its strokes ("4182 /QĐ-UBND" → "4182/QĐ-UBND")."""
    number = _JOINTS.sub(lambda m: "-" if m[1] == "–" else m[1], printed).strip(" .,")
    return _PRIME_MINISTER.sub("-TTg", number)


_PRIME_MINISTER = re.compile(r"-TTG\b")


_SIGNED_KINDS = frozenset({"qd", "kh", "nq", "ct"})
"""Kinds whose numbers always begin with the kind's own sign."""
_OF_BODY = re.compile(r"[A-ZĐ]+(?:&[A-ZĐ]+)?-")
_NUMBER_PARTS = re.compile(r"(?P<no>\d+[a-z]?)/(?P<rest>(?!\d{4}/)[^/]+)$")


def _with_kind(number: str, kind: str) -> str:
    """Return the number with the sign of its kind where the print lost it ("Quyết định số 12/BNN-TT" → "12/QĐ-BNN-TT").

    Nghị định 30/2020/NĐ-CP, phụ lục I: the symbol of a named kind begins with the sign of the kind.
    """
    known = document_kind(kind) if kind in _SIGNED_KINDS else None
    m = _NUMBER_PARTS.match(number)
    if known is None or m is None or m["rest"].startswith(known.written) or m["rest"].endswith(("/TU", "-TU")):
        return number
    return f"{m['no']}/{known.written}-{m['rest']}" if _OF_BODY.match(m["rest"]) else number


@remembered
def mentions(text: str) -> tuple[Mention, ...]:
    """Return the instruments cited in ``text``, in order."""
    found = [*_numbered_mentions(text), *_listed_mentions(text), *_law_mentions(text)]
    found += _programme_mentions(text, found)
    found.sort(key=lambda m: (m.start, -m.core_end))
    kept: list[Mention] = []
    for mention in found:
        if kept and mention.start < kept[-1].core_end:
            continue
        kept.append(mention)
    return tuple(_with_own_titles(text, kept))


def _with_own_titles(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the instruments, a title only up to the next instrument of the list that has number and title of its own.

    "Nghị định số 5 về A, Nghị định số 6 về B" cites two decrees; "Kế hoạch thực hiện Nghị quyết số 5, Nghị quyết số 6 về B"
    names both inside one title.
    """
    named = [m for m in found if m.citation.number is not None and m.citation.kind != LAW]
    following = dict(pairwise(named))
    for mention in found:
        another = following.get(mention)
        title = mention.citation.title
        inside = another is not None and another.citation.title is not None and another.start < mention.end
        at = text.find(title, mention.core_end) if title is not None else -1
        own = text[at : another.start].rstrip() if another is not None and inside and at >= 0 else ""
        if own.endswith(","):
            own = own.rstrip(" ,")
            yield replace(mention, citation=replace(mention.citation, title=own), end=at + len(own))
        else:
            yield mention


def _listed_mentions(text: str) -> Iterator[Mention]:
    """Yield the instruments of lists that name their kind once ("các Quyết định của …: số A ngày …; số B ngày …")."""
    for name in ("citation-list.head", "citation-list.head-of-body", "citation-list.head-of-bracket"):
        for head in rule(name).all(text) if _SIGN.search(text) else ():
            kind, at = _symbol_of(head["kind"]), head.end()
            issuer = head["issuer"].strip() if head["issuer"] else None
            while kind is not None and (m := rule("citation.listed-number").find(text, at)) is not None:
                mention = _mention(text, head.start() if at == head.end() else m.start(), m, kind)
                citation = replace(mention.citation, issuer=mention.citation.issuer or issuer)
                yield Mention(citation, mention.start, mention.core_end, mention.end)
                following = rule("citation-list.item").find(text, mention.end)
                at = following.end() if following is not None else mention.end
                if following is None or not text[at : at + 1].isdigit():
                    break


def _symbol_of(printed: str) -> str | None:
    """Return the symbol of a kind as printed ("Quyết định" → "qd"), None when it is not known."""
    found = first("cited-kind", printed)
    return found[0].gives if found is not None else None


def _numbered_mentions(text: str) -> Iterator[Mention]:
    for kind, start, number in numbered(text):
        mention = _mention(text, start, number, kind)
        in_front = rule("citation.issuer-in-front").find(text, start, number.start())
        if mention.citation.issuer is None and in_front is not None:
            mention = replace(mention, citation=replace(mention.citation, issuer=" ".join(in_front["issuer"].split())))
        yield mention
        while (joint := rule("citation-list.next").find(text, mention.core_end)) is not None:
            # "văn bản số 12/BNV-CB và 15/BNV-TL": the kind is named once for both
            another = rule("citation.listed-number").find(text, joint.end())
            if another is None:
                break
            mention = _mention(text, another.start(), another, kind)
            yield mention


def _mention(text: str, start: int, m: re.Match[str], kind: str) -> Mention:
    """Return the citation whose number a match found, with the date, issuer and title behind it."""
    printed = m["number"].strip()
    number = _with_kind(normal_number(printed), kind)
    at = m.end()
    if not printed[0].isdigit():
        # "Công văn số .../BNN-KTHT": the number was left blank.
        return _blank_number(text, start, at, kind)
    day: date | None = None
    damaged: str | None = None
    if d := rule("citation.date").find(text, at):
        day = parse_date(d[0])
        at = d.end()
        if day is None:
            damaged = d["printed"].strip(" .,;")
        elif full := rule("citation.full-date").find(text, m.end()):
            at = max(full.end(), m.end()) if full.start() - m.end() < _DATE_WITHIN else at
    issuer, at = _issuer(text, at)
    if day is None and damaged is None and (behind := rule("citation.date").find(text, at)) is not None:
        # "số 5/QĐ-TTg của Thủ tướng Chính phủ ngày 31/3/2022 phê duyệt …"
        day = parse_date(behind[0])
        at = behind.end() if day is not None else at
    core_end = at
    if (now := rule("citation.now-called").find(text, at)) is not None:
        at = now.end()
    title: str | None = None
    for name in ("citation.title-about", "citation.title-verb"):
        if t := rule(name).find(text, at):
            title = t["title"].strip(' ,“”"')
            at = t.end()
            break
    printed_number = printed if printed != number else None
    return Mention(Citation(kind, number, day, issuer, title, printed_number, damaged), start, core_end, at)


def _issuer(text: str, at: int) -> tuple[str | None, int]:
    """Return who issued a cited instrument, by the words at a place, and where they end."""
    lead = rule("citation.issuer-lead").find(text, at)
    if lead is None:
        return None, at
    begin = lead.end() + len(text[lead.end() :]) - len(text[lead.end() :].lstrip())
    for matcher in book().matchers("cited-issuer"):
        if found := matcher.find(text, begin):
            return " ".join(found[0].split()), found.end()
    return _body_issuer(text, lead.end(), at)


def _body_issuer(text: str, begin: int, at: int) -> tuple[str | None, int]:
    """Return the ministry or department that issued a cited instrument, else None and the place to go on at."""
    office = rule("citation.issuing-office").find(text, begin)
    body = parse_agents(text, office.end()) if office is not None else None
    if office is None or body is None or not body.agents:
        return None, at
    return body.agents[0].name, office.end() + len(body.agents[0].printed)


def _programme_mentions(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Return the strategies and plannings that a text names without the decision that approved them."""
    return [
        Mention(Citation(matcher.gives, None, None, None, " ".join(m[0].split())), m.start(), m.end(), m.end())
        for matcher in book().matchers("named-programme")
        for m in matcher.all(text)
        if not any(other.start < m.start() < other.end for other in found)
    ]


def _blank_number(text: str, start: int, at: int, kind: str) -> Mention:
    """Return a citation whose number was left blank; it is named by its words."""
    if blank := rule("citation.blank-date").find(text, at):
        at = blank.end()
    issuer: str | None = None
    if lead := rule("citation.issuer-lead").find(text, at):
        issuer, at = _body_issuer(text, lead.end(), at)
    return Mention(Citation(kind, None, None, issuer, text[start:at]), start, at, at)


def _law_mentions(text: str) -> Iterator[Mention]:
    spans: list[tuple[int, int]] = []
    for m in rule("law.amending").all(text):
        law = _law(text, m)
        # The laws that an amending law names with their numbers are cited inside its title.
        law = replace(law, core_end=m.start("nested")) if m["several"] else law
        spans.append((m.start(), law.core_end))
        yield law
    for m in (*rule("law.named").all(text), *rule("law.small").all(text)):
        if any(a <= m.start() < b for a, b in spans):
            continue
        law = _law(text, m)
        made = law.citation.number is not None or law.citation.date is not None
        if made or rule("law.to-be-made").find(text, max(0, m.start() - _BEFORE_LAW), m.start()) is None:
            yield law


def _law(text: str, m: re.Match[str]) -> Mention:
    name = " ".join(m[0].split())
    for state in rule("law.state-word").all(name):
        name = f"{name[: state.start()]}{state[0].lower()}{name[state.end() :]}"
    end = m.end()
    number = rule("law.number").find(text, end)
    if number is not None:
        end = number.end()
    day = None
    if d := rule("law.date").find(text, end):
        end = d.end()
        day = _date(d["d"], d["m"], d["y"]) if d["y"] else None
    return Mention(Citation(LAW, number["number"] if number else None, day, None, name), m.start(), end, end)


_NUMBER_TOKEN = re.compile(r"\S*\d\S*/\S+|\S+")


def as_running_text(text: str) -> str:
    """Return a title in capitals as running text writes it, character for character as long; another text as it is."""
    if not is_upper(text):
        return text
    lowered = _NUMBER_TOKEN.sub(lambda m: m[0] if "/" in m[0] and any(map(str.isdigit, m[0])) else m[0].lower(), text)
    written = {word.lower(): word for word in book().words("written-name")}
    for found in rule("title.written-name").all(lowered):
        name = written.get(" ".join(found[0].split()), found[0])
        lowered = lowered[: found.start()] + (name if len(name) == len(found[0]) else found[0]) + lowered[found.end() :]
    return lowered


def parse_date(text: str) -> date | None:
    """Return the date that ``text`` states, None when it states none that exists."""
    m = rule("citation.full-date").find(text)
    return _date(m["d"], m["m"], m["y"]) if m else None


def _date(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
