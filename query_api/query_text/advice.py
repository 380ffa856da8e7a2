"""Why a query finds nothing: its patterns held against what the data look like, each fault with the form that is right.

``advise`` asks the data where it has to (which forms a value has, whether a thing is known) by yielding queries and
taking their rows, so that the server's engine and a store in this process serve it alike.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote

from loader.graph.vocabulary import XSD
from loader.sparql_tokens import Scan
from query_api.engine.results import Rows, text_of
from query_api.query_text.forms import (
    comparable,
    forms_query,
    local_of,
    near_iri,
    number_kinds,
    other_spellings,
    right_comparison,
    same,
)
from query_api.query_text.function_advice import Values, remarks
from query_api.query_text.guard import nearest
from query_api.query_text.near_values import MOST_VALUES, day_as_date, nearest_values, values_query
from query_api.query_text.pattern_reader import read_patterns
from query_api.query_text.patterns import (
    RDF_TYPE,
    Comparison,
    Iri,
    Literal,
    Pattern,
    Reading,
    Variable,
    variables_of,
)
from query_api.query_text.profile import IRI, Profile, shown_kind
from query_api.query_text.wording import (
    is_iri,
    literal_of,
    literal_term,
    name_of,
    node_text,
    pattern_text,
    shown_pattern,
    term_text,
    written,
)
from query_api.served.prefixes import FUNCTIONS

Asking = Generator[str, Rows, None]
"""Yields queries, is sent their rows."""

_PARTS_OF_TEXTS = frozenset({"CONTAINS", "REGEX", "STRSTARTS", "STRENDS"})
_MOST = 3
_BRIDGES = 0.35
"""Share of a property's values that have the one asked for, from which on the first leads to the second."""
_MOST_PATTERNS = 80
_MOST_PAIRS = 12
_MOST_NAMES = 5
_MOST_LOOKUPS = 8
_LONGEST_VALUE = 500


@dataclass(frozen=True, slots=True)
class Hint:
    """What is probably meant.

    Attributes:
        vi: in Vietnamese, one line.
        en: in English, one line.
        variables: the variables that cannot be bound because of it; empty: nothing can.
    """

    vi: str
    en: str
    variables: frozenset[str] = frozenset()


def header_text(text: str) -> str:
    """Return a text for a header: ASCII as it is, all else percent-encoded as UTF-8 (decode with ``unquote``)."""
    return quote(" ".join(text.split()), safe="".join(chr(c) for c in range(32, 127) if chr(c) != "%"))


def advise(
    scanned: Scan, profile: Profile, unbound: Collection[str] = (), spoken: Collection[str] = ()
) -> Generator[str, Rows, list[Hint]]:
    """Say why a query finds nothing; return at most three hints.

    Args:
        scanned: the query.
        profile: what the data look like.
        unbound: the variables that no row binds, where there are rows; hints about others are left out.
        spoken: IRIs of terms that have been spoken about.
    """
    advisor = _Advisor(scanned, read_patterns(scanned), profile, spoken)
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


class _Advisor:
    """Holds a query's patterns against a profile."""

    def __init__(self, scanned: Scan, reading: Reading, profile: Profile, spoken: Collection[str] = ()) -> None:
        self.scanned = scanned
        self.reading = reading
        self.profile = profile
        self.hints: list[Hint] = []
        self.lookups = 0
        self.patterns = [p for p in reading.patterns if p.group not in reading.negative][:_MOST_PATTERNS]
        # A part of the query that has been spoken about is not spoken about again.
        self.done: set[int] = {
            number
            for number, pattern in enumerate(self.patterns)
            if pattern.predicate in spoken or (isinstance(pattern.object, Iri) and pattern.object.value in spoken)
        }

    def say(self, vi: str, en: str, about: Iterable[str] = ()) -> None:
        hint = Hint(vi, en, frozenset(about))
        if hint not in self.hints:
            self.hints.append(hint)

    # --- variables -------------------------------------------------------------------------------------------------

    def never_bound(self) -> Asking:
        bound = self.reading.bound
        free = [name for name in self.reading.used if name not in bound]
        for name in free[:_MOST_NAMES]:
            near = nearest(name, sorted(bound)[:200]) if len(name) < 60 else None
            meant_vi = f"; có phải là ?{near}" if near else ""
            meant_en = f"; did you mean ?{near}" if near else ""
            self.say(
                f"?{name} không được mẫu nào gán giá trị{meant_vi}",
                f"?{name} is never bound by a pattern{meant_en}",
                {name},
            )
        yield from ()

    # --- terms -----------------------------------------------------------------------------------------------------

    def unused_terms(self) -> Asking:
        for number, pattern in enumerate(self.patterns):
            prop = pattern.predicate
            if number in self.done:
                continue
            if prop == RDF_TYPE and isinstance(pattern.object, Iri):
                if pattern.object.value not in self.profile.classes:
                    self.done.add(number)
                    if (yield from self._is_thing(pattern, pattern.object.value)):
                        continue
                    self._unused(pattern.object.value, self.profile.classes, "lớp", "class", pattern)
            elif prop is not None and not self.profile.uses(prop):
                self.done.add(number)
                self._unused(prop, self.profile.kinds, "thuộc tính", "property", pattern)
        yield from ()

    def _is_thing(self, pattern: Pattern, iri: str) -> Generator[str, Rows, bool]:
        """Say of a thing that stands for a class which property has it as a value; return whether it is one."""
        if not is_iri(iri) or self.lookups >= _MOST_LOOKUPS:
            return False
        self.lookups += 1
        rows = yield (
            f"SELECT ?p (COUNT(*) AS ?n) {{ ?s ?p <{iri}> FILTER EXISTS {{ <{iri}> a ?c }} "
            f"FILTER NOT EXISTS {{ <{iri}> a <http://www.w3.org/2002/07/owl#Class> }} }} "
            f"GROUP BY ?p ORDER BY DESC(?n) ?p LIMIT 1"
        )
        for prop, _ in rows.rows:
            if prop is None:
                return False
            right = f"{node_text(pattern.subject)} {name_of(text_of(prop))} {name_of(iri)}"
            shown = name_of(iri)
            self.say(
                f"{shown} là một thứ, không phải lớp: hãy viết {right}",
                f"{shown} is a thing and no class: write {right}",
                variables_of(pattern),
            )
            return True
        return False

    def _unused(self, iri: str, known: Collection[str], vi: str, en: str, pattern: Pattern) -> None:
        near = near_iri(iri, known)
        # With the right local name it is the namespace that is wrong, which a prefixed name would hide.
        right = (
            "" if near is None else f"{name_of(near)} (<{near}>)" if local_of(near) == local_of(iri) else name_of(near)
        )
        meant_vi = f"; có phải là {right}" if right else ""
        meant_en = f"; did you mean {right}" if right else ""
        self.say(
            f"{vi} {name_of(iri)} không có bộ ba nào trong dữ liệu{meant_vi}",
            f"the {en} {name_of(iri)} has no triple in the data{meant_en}",
            variables_of(pattern),
        )

    # --- literals in patterns --------------------------------------------------------------------------------------

    def literals(self) -> Asking:
        for number, pattern in enumerate(self.patterns):
            if number in self.done or not isinstance(pattern.object, Literal) or pattern.predicate is None:
                continue
            if pattern.loose:
                continue
            yield from self._literal(number, pattern, pattern.object)
        for name, value, _ in self.reading.values:
            if isinstance(value, Literal):
                for pattern in self._objects(name):
                    yield from self._literal(-1, pattern, value)

    def _literal(self, number: int, pattern: Pattern, literal: Literal) -> Asking:
        prop = pattern.predicate
        if prop is None or self.lookups >= _MOST_LOOKUPS or len(literal.text) > _LONGEST_VALUE:
            return
        self.lookups += 1
        rows = yield forms_query(prop, literal)
        forms = [t for (t,) in rows.rows if t is not None]
        if any(same(t, literal) for t in forms):
            return
        self.done.add(number)
        shown, name = written(literal), name_of(prop)
        about = set(variables_of(pattern))
        if forms:
            right = " hoặc ".join(term_text(t) for t in forms[:2])
            right_en = " or ".join(term_text(t) for t in forms[:2])
            self.say(f"{name} không có {shown}: hãy viết {right}", f"{name} has no {shown}: write {right_en}", about)
            return
        kinds = self.profile.kinds.get(prop, {})
        day = day_as_date(literal.text) if XSD.date.value in kinds else None
        if day is not None:
            right = written(day)
            self.say(f"{name} không có {shown}: hãy viết {right}", f"{name} has no {shown}: write {right}", about)
            return
        near: list[object] = []
        if self.profile.uses(prop) <= MOST_VALUES and (IRI in kinds or not number_kinds(kinds)):
            rows = yield values_query(prop)
            near = [*nearest_values(rows, literal.text)]
        self._kinds(name, shown, prop, kinds, literal, about, near)

    def _kinds(
        self,
        name: str,
        shown: str,
        prop: str,
        kinds: Collection[str],
        literal: Literal,
        about: Iterable[str],
        near: Sequence[object],
    ) -> None:
        """Say what kinds of values a property has, where that of a literal is none of them; else that it has no such value."""
        meant_vi = f"; có phải là {' hoặc '.join(map(term_text, near))}" if near else ""
        meant_en = f"; did you mean {' or '.join(map(term_text, near))}" if near else ""
        own = f"@{literal.language.lower()}" if literal.language else literal.datatype
        what_vi = ", ".join(shown_kind(k)[0] for k in sorted(kinds))
        what_en = ", ".join(shown_kind(k)[1] for k in sorted(kinds))
        sample = next((self._sample(prop, k) for k in sorted(kinds)), "")
        if own in kinds:
            self.say(
                f"{name} không có giá trị {shown} trong dữ liệu{meant_vi}",
                f"{name} has no value {shown} in the data{meant_en}",
                about,
            )
        else:
            self.say(
                f"{name} không nhận {shown}: giá trị là {what_vi}, ví dụ {sample}{meant_vi}",
                f"{name} does not take {shown}: its values are {what_en}, such as {sample}{meant_en}",
                about,
            )

    def _sample(self, prop: str, kind: str) -> str:
        text = self.profile.samples.get((prop, kind), "")
        if kind == IRI:
            return f"<{text}>"
        return written(literal_of(text if len(text) <= 60 else text[:59] + "…", kind))

    # --- comparisons -----------------------------------------------------------------------------------------------

    def comparisons(self) -> Asking:
        for comparison in self.reading.comparisons:
            if comparison.group in self.reading.negative or comparison.operator == "!=":
                continue
            props = [p.predicate for p in self._objects(comparison.variable) if p.predicate is not None and not p.loose]
            kinds = sorted({k for p in props for k in self.profile.kinds.get(p, {})})
            if not props or not kinds:
                continue
            if comparison.function == "LANG":
                self._language(comparison, props[0], kinds)
            elif comparison.function == "":
                yield from self._compared(comparison, props[0], kinds)

    def _language(self, comparison: Comparison, prop: str, kinds: Collection[str]) -> None:
        value = comparison.value
        tags = [k[1:] for k in kinds if k.startswith("@")]
        if comparison.operator != "=" or not isinstance(value, Literal) or value.text in tags:
            return
        variable, name = comparison.variable, name_of(prop)
        if not tags and value.text:
            vi, en = "không có ngôn ngữ", "have no language"
        elif not value.text:
            return
        else:
            right = value.text.lower() if value.text.lower() in tags else None
            forms = f'"{right}"' if right else ", ".join(f'"{tag}"' for tag in tags)
            vi, en = f"có ngôn ngữ {forms}", f"have the language {forms}"
        self.say(
            f'LANG(?{variable}) không bao giờ là "{value.text}": giá trị của {name} {vi}',
            f'LANG(?{variable}) is never "{value.text}": values of {name} {en}',
            {variable},
        )

    def _compared(self, comparison: Comparison, prop: str, kinds: list[str]) -> Asking:
        value, name, v, op = comparison.value, name_of(prop), comparison.variable, comparison.operator
        if isinstance(value, str):
            if value != "NOW" or XSD.dateTime.value in kinds or XSD.date.value not in kinds:
                return
            today = f"?{v} {op} xsd:date(NOW())"
            self.say(
                f"?{v} là xsd:date ({name}), NOW() là xsd:dateTime, không so được: hãy viết {today}",
                f"?{v} is an xsd:date ({name}) and NOW() an xsd:dateTime, which do not compare: write {today}",
                {v},
            )
            return
        if isinstance(value, Iri):
            if IRI not in kinds:
                self.say(
                    f"?{v} ({name}) là {shown_kind(kinds[0])[0]}, không phải IRI",
                    f"?{v} ({name}) is of the kind {shown_kind(kinds[0])[1]}, no IRI",
                    {v},
                )
            return
        if not isinstance(value, Literal):
            return
        own = f"@{value.language.lower()}" if value.language else value.datatype
        if any(comparable(own, kind) for kind in kinds):
            if op == "=":
                yield from self._other_forms(v, prop, value)
            return
        right = right_comparison(v, op, value, kinds)
        if right is None and op == "=" and len(value.text) <= _LONGEST_VALUE and self.lookups < _MOST_LOOKUPS:
            self.lookups += 1
            rows = yield forms_query(prop, value)
            forms = [t for (t,) in rows.rows if t is not None]
            right = f"?{v} = {term_text(forms[0])}" if forms else None
            if not forms and self.profile.uses(prop) <= MOST_VALUES:
                rows = yield values_query(prop)
                near = nearest_values(rows, value.text)
                right = " || ".join(f"?{v} = {term_text(term)}" for term in near) or None
        what_vi, what_en = ", ".join(shown_kind(k)[0] for k in kinds), ", ".join(shown_kind(k)[1] for k in kinds)
        self.say(
            f"?{v} ({name}) có giá trị là {what_vi}, không so được với {written(value)}"
            + (f": hãy viết {right}" if right else ""),
            f"?{v} ({name}) has values of {what_en}, which do not compare with {written(value)}"
            + (f": write {right}" if right else ""),
            {v},
        )

    def _other_forms(self, v: str, prop: str, value: Literal) -> Asking:
        """Say how a property writes a value of the right kind that it does not have."""
        if len(value.text) > _LONGEST_VALUE or self.lookups >= _MOST_LOOKUPS:
            return
        self.lookups += 1
        rows = yield forms_query(prop, value)
        forms = [t for (t,) in rows.rows if t is not None]
        if not forms and self.profile.uses(prop) <= MOST_VALUES and not number_kinds([value.datatype]):
            rows = yield values_query(prop)
            forms = [*nearest_values(rows, value.text)]
        if forms and not any(same(t, value) for t in forms):
            right = f"?{v} = {term_text(forms[0])}"
            shown, name = written(value), name_of(prop)
            self.say(f"{name} không có {shown}: hãy viết {right}", f"{name} has no {shown}: write {right}", {v})

    def functions(self) -> Asking:
        for remark in remarks(self.reading, self._values_of):
            self.say(remark.vi, remark.en, {remark.variable})
        yield from ()

    def _values_of(self, variable: str) -> Values | None:
        props = {p.predicate for p in self._objects(variable)}
        if None in props or any(p.loose for p in self._objects(variable)):
            return None
        if not props:
            is_thing = any(isinstance(p.subject, Variable) and p.subject.name == variable for p in self.patterns)
            return Values("", (IRI,)) if is_thing else None
        kinds = sorted({kind for p in props for kind in self.profile.kinds.get(p or "", {})})
        return Values(name_of(min(p or "" for p in props)), tuple(kinds))

    def _objects(self, name: str) -> list[Pattern]:
        return [p for p in self.patterns if isinstance(p.object, Variable) and p.object.name == name]

    # --- what hangs on what ----------------------------------------------------------------------------------------

    def homes(self) -> Asking:
        for group in sorted({p.group for p in self.patterns}):
            line = self.reading.line(group)
            stars: dict[str, list[tuple[int, Pattern, frozenset[str], bool]]] = {}
            for number, pattern in enumerate(self.patterns):
                if number in self.done or pattern.group not in line or pattern.loose or pattern.predicate is None:
                    continue
                for name, classes, is_subject in self._constraints(pattern):
                    stars.setdefault(name, []).append((number, pattern, classes, is_subject))
            for name, found in stars.items():
                yield from self._star(name, found)
        for pattern in self.patterns:
            yield from self._about_thing(pattern)

    def _constraints(self, pattern: Pattern) -> Iterator[tuple[str, frozenset[str], bool]]:
        """Yield the variables of a pattern with the classes that they can have by it."""
        prop, profile = pattern.predicate, self.profile
        if prop is None:
            return
        if prop == RDF_TYPE:
            if isinstance(pattern.subject, Variable) and isinstance(pattern.object, Iri):
                yield pattern.subject.name, frozenset({pattern.object.value}), True
            return
        if isinstance(pattern.subject, Variable) and prop not in profile.untyped_subjects:
            yield pattern.subject.name, frozenset(profile.subjects.get(prop, {})), True
        if isinstance(pattern.object, Variable) and prop not in profile.untyped_objects:
            if IRI in profile.kinds.get(prop, {}) or not profile.kinds.get(prop):
                yield pattern.object.name, frozenset(profile.objects.get(prop, {})), False
            else:
                yield pattern.object.name, frozenset(), False

    def _star(self, name: str, found: list[tuple[int, Pattern, frozenset[str], bool]]) -> Asking:
        """Find a property that no class shares with another pattern of the variable."""
        for at, (number, pattern, classes, is_subject) in enumerate(found):
            for other_number, other, allowed, other_is_subject in found[:at]:
                if classes & allowed or {number, other_number} & self.done:
                    continue
                if (yield from self._may_hang_there(pattern, classes, other, allowed)):
                    continue
                if pattern.predicate != RDF_TYPE:
                    self.done.add(number)
                    self._misplaced(name, pattern, is_subject, allowed, other)
                    return
                if other.predicate != RDF_TYPE:  # two classes may share things, whatever their names
                    self.done.add(other_number)
                    self._misplaced(name, other, other_is_subject, classes, pattern)
                    return

    def _may_hang_there(
        self, pattern: Pattern, classes: frozenset[str], other: Pattern, allowed: frozenset[str]
    ) -> Generator[str, Rows, bool]:
        """Whether the class of one pattern lies within the home of the other's property, which no thing of it happens to have."""
        typed, plain, of_type = (
            (pattern, other, classes) if pattern.predicate == RDF_TYPE else (other, pattern, allowed)
        )
        home = self.profile.home(plain.predicate or "")
        if typed.predicate != RDF_TYPE or plain.predicate == RDF_TYPE or home is None or self.lookups >= _MOST_LOOKUPS:
            return False
        self.lookups += 1
        rows = yield f"SELECT ?x {{ ?x a <{min(of_type)}> , <{home}> }} LIMIT 1"
        return bool(rows.rows)

    def _misplaced(
        self, name: str, pattern: Pattern, is_subject: bool, allowed: frozenset[str], other: Pattern
    ) -> None:
        prop = pattern.predicate or ""
        profile, shown = self.profile, name_of(prop)
        variable = f"?{name}" if not name.startswith(" ") else "nút ở giữa"
        variable_en = f"?{name}" if not name.startswith(" ") else "the node between"
        about = {*variables_of(pattern), *variables_of(other)}
        because = (
            name_of(other.object.value)
            if other.predicate == RDF_TYPE and isinstance(other.object, Iri)
            else name_of(other.predicate or "")
        )
        if not is_subject:
            range_ = profile.range(prop)
            kinds = profile.kinds.get(prop, {})
            what_vi = name_of(range_) if range_ else ", ".join(shown_kind(k)[0] for k in sorted(kinds))
            what_en = name_of(range_) if range_ else ", ".join(shown_kind(k)[1] for k in sorted(kinds))
            self.say(
                f"giá trị của {shown} là {what_vi}, không thứ nào hợp với {because} của {variable}",
                f"values of {shown} are {what_en}, none of which fits {because} of {variable_en}",
                about,
            )
            return
        home = profile.home(prop)
        vi = f"{shown} đứng ở {name_of(home) if home else '?'}, không ở {variable} ({because})"
        en = f"{shown} hangs on {name_of(home) if home else '?'}, not on {variable_en} ({because})"
        right = self._bridge(pattern, name, allowed)
        if right:
            vi, en = f"{vi}: hãy viết {right}", f"{en}: write {right}"
        self.say(vi, en, about)

    def _bridge(self, pattern: Pattern, name: str, allowed: frozenset[str]) -> str | None:
        """Return the pattern that leads from a variable's classes to those that have the property."""
        prop = pattern.predicate or ""
        homes = frozenset(self.profile.subjects.get(prop, {}))
        value = node_text(pattern.object)
        here = f"?{name}" if not name.startswith(" ") else "[]"
        if allowed & frozenset(self.profile.objects.get(prop, {})):
            other = value if isinstance(pattern.object, Variable) and not pattern.object.hidden else "?other"
            return f"{other} {name_of(prop)} {here}"
        best: tuple[float, int, str] | None = None
        for step, targets in self.profile.objects.items():
            if step == RDF_TYPE or not allowed & frozenset(self.profile.subjects.get(step, {})):
                continue
            hits = max((n * self._share(c, prop) for c, n in targets.items() if c in homes), default=0.0)
            if hits:
                score = (hits / max(1, self.profile.uses(step)), int(hits), step)
                best = max(best, score) if best is not None else score
        if best is not None and best[0] > _BRIDGES:
            return f"{here} {name_of(best[2])}/{name_of(prop)} {value}"
        for step, targets in self.profile.objects.items():
            back = max((n for c, n in targets.items() if c in allowed), default=0)
            if back and homes & frozenset(self.profile.subjects.get(step, {})) and step != RDF_TYPE:
                score = (back / max(1, self.profile.uses(step)), back, step)
                best = score if best is None or best[0] <= _BRIDGES else max(best, score)
        return f"?x {name_of(best[2])} {here} ; {name_of(prop)} {value}" if best and best[0] > _BRIDGES else None

    def _share(self, class_: str, prop: str) -> float:
        """Return what share of the things of a class have a property: few of those of a wide one do."""
        return min(
            1.0, self.profile.subjects.get(prop, {}).get(class_, 0) / max(1, self.profile.classes.get(class_, 1))
        )

    def _about_thing(self, pattern: Pattern) -> Asking:
        """Say which properties a thing named by its IRI has, where the one asked for is none of them."""
        if not isinstance(pattern.subject, Iri) or pattern.predicate is None or pattern.loose:
            return
        if (
            self.lookups >= _MOST_LOOKUPS
            or not self.profile.uses(pattern.predicate)
            or not is_iri(pattern.subject.value)
        ):
            return
        self.lookups += 1
        iri = pattern.subject.value
        rows = yield f"SELECT DISTINCT ?p ?c {{ {{ <{iri}> ?p ?o }} UNION {{ <{iri}> a ?c }} }} LIMIT 300"
        props = {text_of(p) for p, _ in rows.rows if p is not None}
        if not props or pattern.predicate in props:
            return
        classes = frozenset(text_of(c) for _, c in rows.rows if c is not None)
        home = self.profile.home(pattern.predicate)
        vi = f"{name_of(iri)} không có {name_of(pattern.predicate)} (thuộc {name_of(home) if home else '?'})"
        en = f"{name_of(iri)} has no {name_of(pattern.predicate)} (which is of {name_of(home) if home else '?'})"
        if classes and not classes & frozenset(self.profile.subjects.get(pattern.predicate, {})):
            right = self._bridge(pattern, " ", classes)
            if right:
                right = right.replace("[]", f"<{iri}>")
                vi, en = f"{vi}: hãy viết {right}", f"{en}: write {right}"
        self.say(vi, en, variables_of(pattern))

    # --- things ----------------------------------------------------------------------------------------------------

    def things(self) -> Asking:
        wanted: dict[str, set[str]] = {}
        for pattern in self.patterns:
            for node in (pattern.subject, pattern.object):
                if isinstance(node, Iri) and not (pattern.predicate == RDF_TYPE and node is pattern.object):
                    wanted.setdefault(node.value, set()).update(variables_of(pattern))
        for name, value, _ in self.reading.values:
            if isinstance(value, Iri):
                wanted.setdefault(value.value, set()).add(name)
        for comparison in self.reading.comparisons:
            if isinstance(comparison.value, Iri) and comparison.operator == "=" and not comparison.function:
                wanted.setdefault(comparison.value.value, set()).add(comparison.variable)
        for iri, about in list(wanted.items())[:_MOST_LOOKUPS]:
            if not is_iri(iri):
                continue
            candidates = [iri, *other_spellings(iri)]
            values = " ".join(f"<{c}>" for c in candidates)
            rows = yield (
                f"SELECT DISTINCT ?c {{ VALUES ?c {{ {values} }} FILTER(EXISTS {{ ?c ?p ?o }} || EXISTS {{ ?s ?q ?c }}) }}"
            )
            known = {text_of(c) for (c,) in rows.rows}
            if iri in known or iri in self.profile.kinds or iri in self.profile.classes:
                continue
            right = next((c for c in candidates[1:] if c in known), None)
            if right is None:
                right = yield from self._ends_alike(iri)
            meant_vi = f"; có phải là <{right}>" if right else ""
            meant_en = f"; did you mean <{right}>" if right else ""
            self.say(f"đồ thị không biết <{iri}>{meant_vi}", f"the graph does not know <{iri}>{meant_en}", about)

    def _ends_alike(self, iri: str) -> Generator[str, Rows, str | None]:
        """Return the value of a pattern's property whose IRI ends as an unknown one does, or nearly."""
        local = local_of(iri)
        for pattern in self.patterns:
            if not isinstance(pattern.object, Iri) or pattern.object.value != iri or pattern.predicate is None:
                continue
            if not 0 < self.profile.kinds.get(pattern.predicate, {}).get(IRI, 0) <= MOST_VALUES or not local:
                continue
            rows = yield f"SELECT DISTINCT ?o {{ ?s <{pattern.predicate}> ?o FILTER(isIRI(?o)) }} LIMIT {MOST_VALUES}"
            by_local = {local_of(text_of(o)): text_of(o) for (o,) in rows.rows}
            near = local if local in by_local else nearest(local, sorted(by_local)) if len(local) < 60 else None
            return by_local[near] if near else None
        return None

    def never_values(self) -> Asking:
        """Say of a thing that is known, and of a class, that no pattern's property has it as a value."""
        if self.hints:
            return
        for pattern in self.patterns:
            prop, value = pattern.predicate, pattern.object
            if (
                prop is None
                or prop == RDF_TYPE
                or pattern.loose
                or not isinstance(value, Iri)
                or not is_iri(value.value)
            ):
                continue
            kinds = self.profile.kinds.get(prop, {})
            if self.lookups >= _MOST_LOOKUPS or not kinds:
                continue
            self.lookups += 1
            rows = yield f"SELECT (EXISTS {{ ?s <{prop}> <{value.value}> }} AS ?known) {{}}"
            if any(text_of(known) != "false" for (known,) in rows.rows):
                continue
            name, shown, kind = name_of(prop), name_of(value.value), min(kinds)
            is_class = value.value in self.profile.classes
            what_vi, what_en = (" là lớp,", " is a class,") if is_class else ("", "")
            sample = self._sample(prop, IRI if IRI in kinds else kind)
            self.say(
                f"{shown}{what_vi} không phải là giá trị nào của {name}, ví dụ một giá trị: {sample}",
                f"{shown}{what_en} is no value of {name}, one of which is {sample}",
                variables_of(pattern),
            )

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

    # --- what never comes together -----------------------------------------------------------------------------------

    def pairs(self) -> Asking:
        """Find two patterns of one variable that never hold together, though each has triples."""
        if self.hints:
            return
        pairs: list[tuple[Pattern, Pattern, str]] = []
        plain = [p for p in self.patterns if p.predicate is not None and not p.loose]
        for at, one in enumerate(plain):
            for two in plain[at + 1 :]:
                shared = {n.name for n in (one.subject, one.object) if isinstance(n, Variable)} & {
                    n.name for n in (two.subject, two.object) if isinstance(n, Variable)
                }
                same_line = one.group in self.reading.line(two.group) or two.group in self.reading.line(one.group)
                if shared and same_line and len(pairs) < _MOST_PAIRS:
                    pairs.append((one, two, min(shared)))
        if not pairs:
            return
        tests = " ".join(
            f"(EXISTS {{ {pattern_text(one)} {pattern_text(two)} }} AS ?e{i})" for i, (one, two, _) in enumerate(pairs)
        )
        rows = yield f"SELECT {tests} {{}}"
        for answer in rows.rows[:1]:
            for (one, two, name), holds in zip(pairs, answer, strict=True):
                if text_of(holds) == "false":
                    shown = f"{shown_pattern(one)} . {shown_pattern(two)}"
                    self.say(
                        f"hai mẫu này không bao giờ cùng đúng: {shown}",
                        f"these two patterns never hold together: {shown}",
                        {name, *variables_of(one), *variables_of(two)},
                    )
                    return

    # --- what lies outside -------------------------------------------------------------------------------------------

    def ranges(self) -> Asking:
        """Say between which values those lie that a comparison leaves none of."""
        if self.hints:
            return
        for comparison in self.reading.comparisons[:_MOST_LOOKUPS]:
            props = [p.predicate for p in self._objects(comparison.variable) if p.predicate is not None and not p.loose]
            if comparison.function or not props or not isinstance(comparison.value, Literal):
                continue
            if comparison.operator == "!=" or comparison.group in self.reading.negative:
                continue
            name, v, op = name_of(props[0]), comparison.variable, comparison.operator
            rows = yield (
                f"SELECT (MIN(?o) AS ?least) (MAX(?o) AS ?most) "
                f"(SUM(IF(COALESCE(?o {op} {literal_term(comparison.value)}, false), 1, 0)) AS ?n) {{ ?s <{props[0]}> ?o }}"
            )
            for least, most, number in rows.rows:
                if least is None or most is None or text_of(number) != "0":
                    continue
                if op == "=":
                    shown = written(comparison.value)
                    self.say(f"{name} (?{v}) không có giá trị {shown}", f"{name} (?{v}) has no value {shown}", {v})
                else:
                    self.say(
                        f"giá trị của {name} (?{v}) chỉ từ {term_text(least)} đến {term_text(most)}",
                        f"values of {name} (?{v}) lie between {term_text(least)} and {term_text(most)}",
                        {v},
                    )

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
