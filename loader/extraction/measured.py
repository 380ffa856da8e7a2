"""What a target measures: the words that name it, less figure, comparator and horizon; and what a share is a share of.

The words stand behind the figure ("90% hộ gia đình dùng nước sạch") or in front of it ("Tỷ lệ hộ dùng nước sạch đạt 90%").
What is counted under a verb is named with it: "Khôi phục 05 nghề" measures "nghề được khôi phục".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from loader.extraction.quantities import Quantity
from loader.facts import RANK
from loader.rules import first, rule

_SHARES = frozenset(
    {
        "percent",
        "percent-per-year",
        "percent-increase",
        "percent-decrease",
        "percent-decrease-per-year",
        "percentage-point",
        "times",
    }
)
_AMOUNTS = frozenset(
    {
        "vnd-trillion",
        "vnd-billion",
        "vnd-million",
        "usd-billion",
        "usd-million",
        "usd-per-person",
        "vnd-million-per-person",
        "vnd-million-per-person-year",
        "vnd-million-per-person-month",
        "vnd-million-per-hectare",
    }
)
MEASURES = ("hectare", "tonne")
"""What the keys of units begin with that measure: nobody counts hectares, but what is planted."""
_RATIO = "per-"
"""What the keys of units begin with that are so many on a hundred to a hundred thousand."""
_CHANGES = frozenset({"percent-increase", "percent-decrease", "percent-decrease-per-year"})
_GROWTHS = frozenset({"percent-per-year", "times"})
_STOPS = re.compile(r"[;.]\s")
_GOES_ON = re.compile(r",\s+[^\W\d]")
_DIGIT = re.compile(r"\d")
_EDGES = " .,;:-–+("
_SHORTEST = 2
_LONG_SUBJECT = 5
"""Words from which on "tỷ lệ …" in front of a figure says by itself what is measured."""
_LONGEST_POPULATION = 160


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure measures.

    Attributes:
        words: the words that name it, "" when the clause holds none.
        population: what it is a share of, None for a figure that is no share or a share of nothing that is named.
    """

    words: str
    population: str | None


def measure_of(text: str, clause: int, opening: int, begin: int, quantity: Quantity, end: int, first: int) -> Measure:
    """Return what a figure measures.

    Args:
        text: the words of the objective.
        clause: where the clause of the figure begins.
        opening: where the first figure of the clause begins.
        begin: where the words of this figure begin.
        quantity: the figure.
        end: where its clause, or the next figure's words, begin.
        first: where the first of the figures under the same verb (or its comparator) begins.
    """
    before = opened(text[begin:first])
    if begin > clause and (joint := rule("measured.joint").find(before)) is not None:
        before = opened(before[joint.end() :])
    if not rule("measured.nominal").holds(before):
        before = before[max((m.end() for m in rule("measured.own-subject").all(before)), default=0) :].strip()
    behind = _behind(text[quantity.end : end])
    if not behind and opening < first and _says_only_how(before):
        # "… đạt 35 triệu USD, tăng 1,8 lần": the clause has one subject for both figures.
        before = f"{_before_verb(opened(text[clause:opening]))} {before}"
    if quantity.unit == RANK:
        return Measure(_of_rank(text[clause:opening], quantity.unit_text, text[quantity.end : end]), None)
    if quantity.unit not in _SHARES | _AMOUNTS and not quantity.unit.startswith(_RATIO):
        return Measure(_of_count(before, f"{quantity.unit_text} {text[quantity.end : end]}", quantity), None)
    if quantity.unit == "percent" and (whole := _whole(before, behind)) is not None:
        return whole
    if quantity.unit.startswith(_RATIO) and not rule("measured.nominal").holds(
        _without(before, "measured.change-verb")
    ):
        # "Đạt 12 bác sĩ/10.000 dân": what is counted stands behind the figure.
        counted = f"{quantity.unit_text} {text[quantity.end : end]}"
        return Measure(
            _of_count(before, counted, quantity) if counted.strip("‰% ") else _of_share(before, behind, quantity), None
        )
    if quantity.unit.startswith(_RATIO):
        # "Giảm tỷ suất … xuống còn 550/100.000 trẻ em": what stands behind is what the ratio is to.
        before, behind = _without(before, "measured.change-verb"), ""
    words = _of_share(before, behind, quantity) or _subject_before(text[:clause])
    return Measure(words, population_of(words) if quantity.unit == "percent" else None)


def _whole(before: str, behind: str) -> Measure | None:
    """Return the measure of "Kinh tế số chiếm 20% GRDP", "X đáp ứng 25% nhu cầu": what is behind the figure is what it is a share of."""
    joined = rule("measured.reaching").find(before)
    sharing = rule("measured.sharing").find(before) if behind else None
    if sharing is not None and (subject := measured_name(before[: sharing.start()])):
        return Measure(measured_name(f"{subject} {sharing[0]} {behind}"), measured_name(behind))
    taking = joined is not None and rule("measured.taking").find(joined[0]) is not None
    if joined is not None and behind and rule("population.rate-word").find(before) is not None:
        # "Tỷ lệ lao động tham gia bảo hiểm đạt 60% lực lượng lao động": the subject tells what is measured.
        subject = measured_name(before[: joined.start()])
        if len(subject.split()) >= _LONG_SUBJECT:
            return Measure(subject, measured_name(_without(behind, "measured.total")))
    if not behind or not (taking or rule("measured.whole").holds(behind)):
        return None
    if joined is None and not rule("measured.nominal").holds(before):
        return None
    # "Đạt mức tiết kiệm năng lượng 5% tổng tiêu thụ": the verb stands in front of the magnitude.
    subject = measured_name(before if joined is None else before[: joined.start()])
    return Measure(subject, measured_name(behind)) if subject else None


def _subject_before(text: str) -> str:
    """Return the subject of the clause before: "Tỷ lệ hộ nghèo hiện là 5%, phấn đấu còn 2%"."""
    clause = opened(_STOPS.split(text.rstrip(_EDGES))[-1])
    figure = _DIGIT.search(clause)
    if figure is None:
        return ""
    subject = clause[: figure.start()]
    bound = first("comparator", subject)
    return measured_name(_before_verb(subject if bound is None else subject[: bound[1].start()]))


def _before_verb(subject: str) -> str:
    joined = rule("measured.reaching").find(subject)
    return subject[: joined.start()].strip() if joined is not None else subject


def population_of(measured: str) -> str | None:
    """Return what a share is a share of: the noun phrase of the measured words up to their predicate, None without one.

    A scope behind the predicate is of it too: "hộ phân loại rác ở khu vực nông thôn" is of "hộ ở khu vực nông thôn".
    """
    rest, scope = parted_scope(measured)
    phrase = _noun_phrase(rest)
    return f"{phrase} {scope}" if phrase and scope and not phrase.endswith(scope) else phrase


def _noun_phrase(measured: str) -> str | None:
    rate = rule("population.rate-word").find(measured)
    phrase = _without(measured, "population.all")
    if rate is not None:
        phrase = measured[rate.end() :].strip()
    predicate = predicate_of(phrase)
    while predicate is not None and _repeats_head(phrase[:predicate]):
        # "người hút thuốc lá, người sử dụng …": a list goes on, so these words belong to its next noun.
        predicate = predicate_of(phrase, predicate + 1)
    if predicate is None and rate is not None:
        # "Tỷ lệ hộ nghèo": the words name the part, not what it is a part of.
        return None
    phrase = (phrase if predicate is None else phrase[:predicate]).strip(_EDGES)
    if predicate is not None and (adverb := rule("population.adverb").find(phrase)) is not None:
        phrase = phrase[: adverb.start()].strip(_EDGES)
    if not _SHORTEST <= len(phrase) <= _LONGEST_POPULATION or rule("population.none").holds(phrase):
        return None
    return phrase


def parted_scope(measured: str) -> tuple[str, str]:
    """Return words without the scope at their end, and the scope ("ở khu vực nông thôn"), "" when they have none."""
    for opening in rule("measured.scope-opening").all(measured):
        scope = rule("measured.scope").find(measured[opening.start() :])
        if scope is not None and opening.start() + scope.end() == len(measured):
            return measured[: opening.start()].strip(_EDGES), scope[0]
    return measured, ""


_LAST_OF_LIST = re.compile(r"[,;]\s*(\w+)\s*$")


def _repeats_head(words: str) -> bool:
    """Whether words end, behind a comma, with nothing but the noun that they begin with."""
    last = _LAST_OF_LIST.search(words)
    return last is not None and last[1].lower() == words.split(maxsplit=1)[0].lower()


def predicate_of(phrase: str, begin: int = 1) -> int | None:
    """Return where the predicate of a noun phrase begins, None without one.

    Words that may belong to the noun ("bị bạo lực") do when another predicate follows.

    Args:
        phrase: the words.
        begin: where it is looked for.
    """
    sure = rule("population.predicate").find(phrase, begin)
    if sure is not None:
        return sure.start()
    attribute = rule("population.attribute").find(phrase, begin)
    return attribute.start() if attribute is not None else None


def _of_share(before: str, behind: str, quantity: Quantity) -> str:
    if behind and _before_verb(before) and rule("measured.of-group").find(behind) is not None:
        behind = ""  # "Chi tiêu đạt 2 triệu đồng/người đối với khách quốc tế": whom it is of is said with the name
    if behind and before and _starts_predicate(behind):
        # "Tất cả các làng nghề (100%) có phương án …": the figure stands between noun and predicate.
        return measured_name(f"{before.rstrip(_EDGES)} {behind}")
    acting = rule("measured.acting").find(before) if behind and quantity.unit == "percent" else None
    if acting is not None:
        done = acting["verb"] or acting["taught"] or f"{acting['given']} {acting['object']}"
        return measured_name(f"{_without(behind, 'measured.total').rstrip(_EDGES)} được {done[:1].lower()}{done[1:]}")
    grown = rule("measured.grown-magnitude").find(before) if quantity.unit in _CHANGES | _GROWTHS else None
    if grown is not None and (subject := before[: grown.start()].strip()):
        # "Nước thương phẩm tăng sản lượng bình quân 5%/năm": the output of it is what grows.
        return measured_name(f"{grown['magnitude'].lower()} {measured_name(subject)}")
    changing = rule("measured.changing").find(before)
    if behind and before and rule("measured.owned").holds(behind):
        # "Tăng trưởng bình quân 8%/năm của ngành du lịch": what stands in front has an owner behind.
        return measured_name(f"{before} {behind}")
    compared = rule("measured.so-many-times").find(before) if behind and quantity.unit == "times" else None
    if compared is not None and (subject := before[: compared.start()].strip()):
        return measured_name(subject)  # what it is so many times of is the measure that it is held against
    if behind and (changing is None or not before[: changing.start()].strip()):
        return measured_name(behind if quantity.unit in _CHANGES else _without(behind, "measured.total"))
    if quantity.unit in _CHANGES and changing is None:
        before = _without(before, "measured.change-verb")  # "Giảm phát thải khí nhà kính ít nhất 15,8%"
    # "Giá trị sản xuất tăng bình quân 5%/năm": the verb of change is no part of the name.
    joined = rule("measured.reaching").find(before) or (changing if quantity.unit in _CHANGES | _GROWTHS else None)
    return measured_name(
        before[: joined.start()] if joined is not None and before[: joined.start()].strip() else before
    )


def _of_rank(before: str, ranked: str, behind: str) -> str:
    """Return what a ranking is of: "… dẫn đầu về chỉ số X", or the magnitude in front: "Chỉ số X xếp thứ 5".

    "nhóm 5 nước xuất khẩu thủy sản lớn nhất" says it itself.
    """
    behind = behind.strip()
    about = rule("measured.ranked-by").find(behind)
    if about is not None:
        return measured_name(f"xếp hạng {behind[about.end() :]}")
    doing = rule("measured.ranked-as").find(ranked)
    if doing is not None:
        return measured_name(f"xếp hạng {doing['what']}")
    before = opened(before)
    joined = rule("measured.reaching").find(before)
    named = measured_name(before[: joined.start()] if joined is not None else before)
    return f"xếp hạng {named}" if rule("measured.nominal").holds(named) else named


def _of_count(before: str, counted: str, quantity: Quantity) -> str:
    until = rule("measured.horizon").find(counted)
    if until is not None and _GOES_ON.match(counted, until.end()):
        counted = counted[: until.start()]  # "12 tuyến trong giai đoạn 2026 - 2028, kết nối …": no part of the name
    size = rule("measured.sized").find(counted.rstrip(_EDGES))  # "12 khu với tổng diện tích …": the next figure's name
    noun = measured_name(
        _without((counted[: size.start()] if size is not None else counted).strip(), "measured.unit-word")
    )
    joined = rule("measured.reaching").find(before)
    named = before[: joined.start()].strip() if joined is not None else before.strip()
    if rule("measured.nominal").holds(named):
        return measured_name(named)
    while (tail := rule("measured.verb-tail").find(named)) is not None and tail.start() > 0:
        named = named[: tail.start()].rstrip()
    named = measured_name(named)
    if joined is not None and noun and " " not in noun and len(named.split()) > _SHORTEST:
        return named  # "Mạng lưới tình nguyện viên đạt 2.500 người": the noun is but the unit
    if quantity.unit.startswith(MEASURES) and " " not in noun and named:
        return named  # "Trồng rừng sản xuất 15.000 ha/năm"
    scope = rule("measured.scope").find(named)
    if scope is not None and scope.end() == len(named) and quantity.unit.startswith(_RATIO):
        return named  # "… 30 m2 sàn/người, trong đó tại đô thị đạt 32 m2 sàn/người"
    if len(named.split()) > _SHORTEST and rule("measured.case-of").holds(counted.strip()):
        return named  # "Sự cố đường ống không quá 25 vụ/100 km"
    owns = joined is not None and rule("measured.owning").holds(joined[0])
    if not named or owns or rule("measured.having").holds(named) or not noun:
        # "100% khu công nghiệp có tối thiểu 1 trạm": what stands in front of "có" has the thing, nothing is done to it.
        return noun or named
    return f"{noun} được {named}"


def _starts_predicate(words: str) -> bool:
    return rule("population.predicate").starts(words) or rule("population.attribute").starts(words)


def _says_only_how(before: str) -> bool:
    """Whether the words in front of a figure are nothing but a verb of reaching or changing."""
    for name in ("measured.changing", "measured.reaching"):
        found = rule(name).find(before)
        if found is not None and not before[: found.start()].strip():
            return True
    return False


def _behind(text: str) -> str:
    """Return the words behind a figure when they are a noun phrase, "" when they only say when or compared to what."""
    words = _without(text.lstrip(" )"), "measured.gloss").strip()
    words = _without(words, "measured.or-more")
    return (
        ""
        if not words or (rule("measured.no-noun").holds(words) and not rule("measured.total").holds(words))
        else words
    )


def opened(text: str) -> str:
    """Return words in front of a figure, or that begin a clause, less what only opens the clause."""
    words = text.strip()
    while words:
        taken = first("measured-lead", words)
        if taken is None or taken[1].end() == 0:
            return words
        words = words[taken[1].end() :].strip()
    return words


def measured_name(text: str) -> str:
    """Return words as a name: without horizons, glosses and what is left over at the ends, its first letter small."""
    words = text.strip(_EDGES)
    for name in ("measured.deadline", "measured.horizon", "measured.aside"):
        while (found := rule(name).find(words)) is not None:
            words = f"{words[: found.start()].rstrip(' (,')} {words[found.end() :].lstrip(' )')}"
    words = " ".join(words.split()).replace(" ,", ",").strip(_EDGES)
    if (more := rule("measured.besides").find(words)) is not None and words[: more.start()].strip(_EDGES):
        words = words[: more.start()].strip(_EDGES)
    while (tail := rule("measured.tail").find(words)) is not None:
        words = words[: tail.start()].strip(_EDGES)
    words += ")" * (words.count("(") - words.count(")"))
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _without(text: str, name: str) -> str:
    found = rule(name).find(text)
    return text[found.end() :].strip() if found is not None else text
