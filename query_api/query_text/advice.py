"""Why a query finds nothing: its patterns held against what the data look like, each fault with the form that is right.

``advise`` asks the data where it has to (which forms a value has, whether a thing is known) by yielding queries and
taking their rows, so that the server's engine and a store in this process serve it alike.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from itertools import pairwise
from urllib.parse import quote

from loader.sparql_tokens import Scan
from query_api.engine.results import Rows
from query_api.query_text.advisor import Asking, Hint
from query_api.query_text.pattern_advice import PatternAdvisor
from query_api.query_text.pattern_reader import read_patterns
from query_api.query_text.profile import Profile
from query_api.query_text.term_advice import TermAdvisor
from query_api.query_text.value_advice import ValueAdvisor
from query_api.served.prefixes import FUNCTIONS

_PARTS_OF_TEXTS = frozenset({"CONTAINS", "REGEX", "STRSTARTS", "STRENDS"})
_MOST = 3
_AS_THEY_ARE = "".join(chr(code) for code in range(32, 127) if chr(code) != "%")


def header_text(text: str) -> str:
    """Return a text for a header: ASCII as it is, all else percent-encoded as UTF-8 (decode with ``unquote``)."""
    return quote(" ".join(text.split()), safe=_AS_THEY_ARE)


def advise(
    scanned: Scan,
    profile: Profile,
    unbound: Collection[str] = (),
    spoken: Collection[str] = (),
    *,
    proven: bool = False,
) -> Generator[str, Rows, list[Hint]]:
    """Say why a query finds nothing; return at most three hints.

    Args:
        scanned: the query.
        profile: what the data look like.
        unbound: the variables that no row binds, where there are rows; hints about others are left out.
        spoken: IRIs of terms that have been spoken about.
        proven: say only of patterns that they cannot hold, by what the data look like; other checks take it for granted
            that something does not.
    """
    advisor = _Advisor(scanned, read_patterns(scanned), profile, spoken)
    if proven:
        for check in (advisor.never_bound, advisor.unused_terms, advisor.homes):
            yield from check()
        return [h for h in advisor.hints if h.variables & set(unbound)][:_MOST]
    for check in (
        advisor.never_bound,
        advisor.unused_terms,
        advisor.literals,
        advisor.comparisons,
        advisor.functions,
        advisor.homes,
        advisor.things,
        advisor.never_values,
        advisor.pairs,
        advisor.ranges,
        advisor.slices,
        advisor.texts,
    ):
        yield from check()
        found = [h for h in advisor.hints if not unbound or h.variables & set(unbound)]
        if found and (len(found) >= _MOST or check is advisor.things):
            break
    return [h for h in advisor.hints if not unbound or h.variables & set(unbound)][:_MOST]


def drive(advice: Generator[str, Rows, list[Hint]], select: Callable[[str], Rows]) -> list[Hint]:
    """Run ``advise`` with a function that answers queries; a query that fails ends it with what was found."""
    try:
        query = next(advice)
        while True:
            query = advice.send(select(query))
    except StopIteration as stop:
        found: list[Hint] = stop.value
        return found


class _Advisor(TermAdvisor, ValueAdvisor, PatternAdvisor):
    """All checks."""

    def slices(self) -> Asking:
        """Say that LIMIT 0 and an OFFSET leave no rows, where nothing else was found."""
        tokens = self.scanned.tokens
        for word, number in pairwise(tokens):
            if self.hints or word.kind != "word" or number.kind != "number" or number.text.strip("0") == "":
                if word.kind == "word" and word.text.upper() == "LIMIT" and number.text.strip("0") == "":
                    self.say("LIMIT 0 không lấy dòng nào", "LIMIT 0 takes no row")
                continue
            if word.text.upper() == "OFFSET":
                self.say(
                    f"OFFSET {number.text} có thể bỏ qua hết các dòng: thử không có OFFSET",
                    f"OFFSET {number.text} may pass over all rows: try without it",
                )
        yield from ()

    def texts(self) -> Asking:
        """Say that parts of texts are compared with tones and case, and what compares without them."""
        if not self.hints:
            names = {t.text.upper() for t in self.scanned.tokens if t.kind == "word"} & _PARTS_OF_TEXTS
            for name in sorted(names):
                search = f'PREFIX lnf: <{FUNCTIONS}> FILTER(lnf:search(?label, "…"))'
                self.say(
                    f"{name} phân biệt chữ hoa và dấu: không phân biệt thì viết {search}",
                    f"{name} minds case and tones: to do without, write {search}",
                )
                break
        yield from ()
