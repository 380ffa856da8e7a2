"""Why a query finds nothing: its patterns held against what the data look like, each fault with the form that is right.

``advise`` asks the data where it has to (which forms a value has, whether a thing is known) by yielding queries and
taking their rows, so that the server's engine and a store in this process serve it alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox

from query_api.engine.folding import fold
from query_api.prefixes import KNOWN, shorten
from query_api.protocol.guard import nearest
from query_api.protocol.patterns import (
    RDF_TYPE,
    Comparison,
    Iri,
    Literal,
    Node,
    Pattern,
    Reading,
    Variable,
    read_patterns,
    variables_of,
)
from query_api.protocol.profile import IRI, Profile, shown_kind
from query_api.protocol.scan import Scan
from query_api.results import Rows, text_of

Asking = Generator[str, Rows, None]
"""Yields queries, is sent their rows."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(_XSD + n for n in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"))
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_MOST = 3
_MOST_PATTERNS = 80
_MOST_PAIRS = 12
_MOST_NAMES = 5
_MOST_LOOKUPS = 8
_LONGEST_VALUE = 500
_LABELS = "rdfs:label|skos:prefLabel|skos:altLabel"
_PREFIXES = f"PREFIX rdfs: <{KNOWN['rdfs']}> PREFIX skos: <{KNOWN['skos']}> PREFIX xsd: <{_XSD}> "
_IN_RANGE = frozenset({"YEAR", "MONTH", "DAY"})


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
        advisor.homes,
        advisor.things,
        advisor.pairs,
        advisor.ranges,
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
                    self._unused(pattern.object.value, self.profile.classes, "lớp", "class", pattern)
            elif prop is not None and not self.profile.uses(prop):
                self.done.add(number)
                self._unused(prop, self.profile.kinds, "thuộc tính", "property", pattern)
        yield from ()

    def _unused(self, iri: str, known: Collection[str], vi: str, en: str, pattern: Pattern) -> None:
        near = _near_iri(iri, known)
        meant_vi = f"; có phải là {_name(near)}" if near else ""
        meant_en = f"; did you mean {_name(near)}" if near else ""
        self.say(
            f"{vi} {_name(iri)} không có bộ ba nào trong dữ liệu{meant_vi}",
            f"the {en} {_name(iri)} has no triple in the data{meant_en}",
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
        rows = yield _forms_query(prop, literal)
        forms = [t for (t,) in rows.rows if t is not None]
        if any(_same(t, literal) for t in forms):
            return
        self.done.add(number)
        written, name = _written(literal), _name(prop)
        about = set(variables_of(pattern))
        if forms:
            right = " hoặc ".join(_term_text(t) for t in forms[:2])
            right_en = " or ".join(_term_text(t) for t in forms[:2])
            self.say(
                f"{name} không có {written}: hãy viết {right}", f"{name} has no {written}: write {right_en}", about
            )
            return
        kinds = self.profile.kinds.get(prop, {})
        self._kinds(name, written, prop, kinds, literal, about)

    def _kinds(
        self, name: str, written: str, prop: str, kinds: Collection[str], literal: Literal, about: Iterable[str]
    ) -> None:
        """Say what kinds of values a property has, where that of a literal is none of them; else that it has no such value."""
        own = f"@{literal.language.lower()}" if literal.language else literal.datatype
        what_vi = ", ".join(shown_kind(k)[0] for k in sorted(kinds))
        what_en = ", ".join(shown_kind(k)[1] for k in sorted(kinds))
        sample = next((self._sample(prop, k) for k in sorted(kinds)), "")
        if own in kinds:
            self.say(
                f"{name} không có giá trị {written} trong dữ liệu", f"{name} has no value {written} in the data", about
            )
        else:
            self.say(
                f"{name} không nhận {written}: giá trị là {what_vi}, ví dụ {sample}",
                f"{name} does not take {written}: its values are {what_en}, such as {sample}",
                about,
            )

    def _sample(self, prop: str, kind: str) -> str:
        text = self.profile.samples.get((prop, kind), "")
        if kind == IRI:
            return f"<{text}>"
        return _written(_literal_of(text if len(text) <= 60 else text[:59] + "…", kind))

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
        variable, name = comparison.variable, _name(prop)
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
        value, name, v, op = comparison.value, _name(prop), comparison.variable, comparison.operator
        if isinstance(value, str):
            if value != "NOW" or f"{_XSD}dateTime" in kinds or f"{_XSD}date" not in kinds:
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
        if any(_comparable(own, kind) for kind in kinds):
            if op == "=":
                yield from self._other_forms(v, prop, value)
            return
        right = _right_comparison(v, op, value, kinds)
        if right is None and op == "=" and len(value.text) <= _LONGEST_VALUE and self.lookups < _MOST_LOOKUPS:
            self.lookups += 1
            rows = yield _forms_query(prop, value)
            forms = [t for (t,) in rows.rows if t is not None]
            right = f"?{v} = {_term_text(forms[0])}" if forms else None
        what_vi, what_en = ", ".join(shown_kind(k)[0] for k in kinds), ", ".join(shown_kind(k)[1] for k in kinds)
        self.say(
            f"?{v} ({name}) có giá trị là {what_vi}, không so được với {_written(value)}"
            + (f": hãy viết {right}" if right else ""),
            f"?{v} ({name}) has values of {what_en}, which do not compare with {_written(value)}"
            + (f": write {right}" if right else ""),
            {v},
        )

    def _other_forms(self, v: str, prop: str, value: Literal) -> Asking:
        """Say how a property writes a value of the right kind that it does not have."""
        if len(value.text) > _LONGEST_VALUE or self.lookups >= _MOST_LOOKUPS:
            return
        self.lookups += 1
        rows = yield _forms_query(prop, value)
        forms = [t for (t,) in rows.rows if t is not None]
        if forms and not any(_same(t, value) for t in forms):
            right = f"?{v} = {_term_text(forms[0])}"
            written, name = _written(value), _name(prop)
            self.say(f"{name} không có {written}: hãy viết {right}", f"{name} has no {written}: write {right}", {v})

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
                self._star(name, found)
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

    def _star(self, name: str, found: list[tuple[int, Pattern, frozenset[str], bool]]) -> None:
        """Find a property that no class shares with another pattern of the variable."""
        for at, (number, pattern, classes, is_subject) in enumerate(found):
            for other_number, other, allowed, other_is_subject in found[:at]:
                if classes & allowed or {number, other_number} & self.done:
                    continue
                if pattern.predicate != RDF_TYPE:
                    self.done.add(number)
                    self._misplaced(name, pattern, is_subject, allowed, other)
                    return
                if other.predicate != RDF_TYPE:  # two classes may share things, whatever their names
                    self.done.add(other_number)
                    self._misplaced(name, other, other_is_subject, classes, pattern)
                    return

    def _misplaced(
        self, name: str, pattern: Pattern, is_subject: bool, allowed: frozenset[str], other: Pattern
    ) -> None:
        prop = pattern.predicate or ""
        profile, shown = self.profile, _name(prop)
        variable = f"?{name}" if not name.startswith(" ") else "nút ở giữa"
        variable_en = f"?{name}" if not name.startswith(" ") else "the node between"
        about = {*variables_of(pattern), *variables_of(other)}
        because = (
            _name(other.object.value)
            if other.predicate == RDF_TYPE and isinstance(other.object, Iri)
            else _name(other.predicate or "")
        )
        if not is_subject:
            range_ = profile.range(prop)
            kinds = profile.kinds.get(prop, {})
            what_vi = _name(range_) if range_ else ", ".join(shown_kind(k)[0] for k in sorted(kinds))
            what_en = _name(range_) if range_ else ", ".join(shown_kind(k)[1] for k in sorted(kinds))
            self.say(
                f"giá trị của {shown} là {what_vi}, không thứ nào hợp với {because} của {variable}",
                f"values of {shown} are {what_en}, none of which fits {because} of {variable_en}",
                about,
            )
            return
        home = profile.home(prop)
        vi = f"{shown} đứng ở {_name(home) if home else '?'}, không ở {variable} ({because})"
        en = f"{shown} hangs on {_name(home) if home else '?'}, not on {variable_en} ({because})"
        right = self._bridge(pattern, name, allowed)
        if right:
            vi, en = f"{vi}: hãy viết {right}", f"{en}: write {right}"
        self.say(vi, en, about)

    def _bridge(self, pattern: Pattern, name: str, allowed: frozenset[str]) -> str | None:
        """Return the pattern that leads from a variable's classes to those that have the property."""
        prop = pattern.predicate or ""
        homes = frozenset(self.profile.subjects.get(prop, {}))
        value = _node_text(pattern.object)
        here = f"?{name}" if not name.startswith(" ") else "[]"
        if allowed & frozenset(self.profile.objects.get(prop, {})):
            other = value if isinstance(pattern.object, Variable) and not pattern.object.hidden else "?other"
            return f"{other} {_name(prop)} {here}"
        best: tuple[float, int, str] | None = None
        for step, targets in self.profile.objects.items():
            if step == RDF_TYPE or not allowed & frozenset(self.profile.subjects.get(step, {})):
                continue
            hits = max((n for c, n in targets.items() if c in homes), default=0)
            if hits:
                score = (hits / max(1, self.profile.uses(step)), hits, step)
                best = max(best, score) if best is not None else score
        if best is not None and best[0] > 0.5:
            return f"{here} {_name(best[2])}/{_name(prop)} {value}"
        for step, targets in self.profile.objects.items():
            back = max((n for c, n in targets.items() if c in allowed), default=0)
            if back and homes & frozenset(self.profile.subjects.get(step, {})) and step != RDF_TYPE:
                score = (back / max(1, self.profile.uses(step)), back, step)
                best = score if best is None or best[0] <= 0.5 else max(best, score)
        return f"?x {_name(best[2])} {here} ; {_name(prop)} {value}" if best is not None and best[0] > 0.5 else None

    def _about_thing(self, pattern: Pattern) -> Asking:
        """Say which properties a thing named by its IRI has, where the one asked for is none of them."""
        if not isinstance(pattern.subject, Iri) or pattern.predicate is None or pattern.loose:
            return
        if (
            self.lookups >= _MOST_LOOKUPS
            or not self.profile.uses(pattern.predicate)
            or not _is_iri(pattern.subject.value)
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
        vi = f"{_name(iri)} không có {_name(pattern.predicate)} (thuộc {_name(home) if home else '?'})"
        en = f"{_name(iri)} has no {_name(pattern.predicate)} (which is of {_name(home) if home else '?'})"
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
            if not _is_iri(iri):
                continue
            candidates = [iri, *_other_spellings(iri)]
            values = " ".join(f"<{c}>" for c in candidates)
            rows = yield (
                f"SELECT DISTINCT ?c {{ VALUES ?c {{ {values} }} FILTER(EXISTS {{ ?c ?p ?o }} || EXISTS {{ ?s ?q ?c }}) }}"
            )
            known = {text_of(c) for (c,) in rows.rows}
            if iri in known or iri in self.profile.kinds or iri in self.profile.classes:
                continue
            right = next((c for c in candidates[1:] if c in known), None)
            meant_vi = f"; có phải là <{right}>" if right else ""
            meant_en = f"; did you mean <{right}>" if right else ""
            self.say(f"đồ thị không biết <{iri}>{meant_vi}", f"the graph does not know <{iri}>{meant_en}", about)

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
        tests = " ".join(f"(EXISTS {{ {_text(one)} {_text(two)} }} AS ?e{i})" for i, (one, two, _) in enumerate(pairs))
        rows = yield f"SELECT {tests} {{}}"
        for answer in rows.rows[:1]:
            for (one, two, name), holds in zip(pairs, answer, strict=True):
                if text_of(holds) == "false":
                    shown = f"{_shown(one)} . {_shown(two)}"
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
            name, v, op = _name(props[0]), comparison.variable, comparison.operator
            rows = yield (
                f"SELECT (MIN(?o) AS ?least) (MAX(?o) AS ?most) "
                f"(SUM(IF(COALESCE(?o {op} {_ox(comparison.value)}, false), 1, 0)) AS ?n) {{ ?s <{props[0]}> ?o }}"
            )
            for least, most, number in rows.rows:
                if least is None or most is None or text_of(number) != "0":
                    continue
                if op == "=":
                    written = _written(comparison.value)
                    self.say(f"{name} (?{v}) không có giá trị {written}", f"{name} (?{v}) has no value {written}", {v})
                else:
                    self.say(
                        f"giá trị của {name} (?{v}) chỉ từ {_term_text(least)} đến {_term_text(most)}",
                        f"values of {name} (?{v}) lie between {_term_text(least)} and {_term_text(most)}",
                        {v},
                    )


# --- terms as text ---------------------------------------------------------------------------------------------------


def _name(iri: str) -> str:
    short = shorten(iri)
    return f"<{iri}>" if short == iri else short


def _written(literal: Literal) -> str:
    if literal.language:
        return f'"{literal.text}"@{literal.language}'
    if literal.datatype == f"{_XSD}string":
        return f'"{literal.text}"'
    if literal.datatype in (f"{_XSD}integer", f"{_XSD}decimal", f"{_XSD}double", f"{_XSD}boolean"):
        plain = literal.text
        return f"{plain}.0" if literal.datatype == f"{_XSD}decimal" and "." not in plain else plain
    return f'"{literal.text}"^^{shorten(literal.datatype)}'


def _term_text(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return _name(term.value)
    if isinstance(term, ox.Literal):
        return _written(Literal(term.value, term.datatype.value, term.language or ""))
    return str(term)


def _literal_of(text: str, kind: str) -> Literal:
    return Literal(text, _LANG_STRING, kind[1:]) if kind.startswith("@") else Literal(text, kind)


def _node_text(node: Node) -> str:
    if isinstance(node, Variable):
        return "[]" if node.hidden else f"?{node.name}"
    return _name(node.value) if isinstance(node, Iri) else _written(node)


def _shown(pattern: Pattern) -> str:
    prop = "a" if pattern.predicate == RDF_TYPE else _name(pattern.predicate or "")
    return f"{_node_text(pattern.subject)} {prop} {_node_text(pattern.object)}"


def _text(pattern: Pattern) -> str:
    """Return a pattern as it stands in a query of our own."""

    def node(value: Node) -> str:
        if isinstance(value, Variable):
            return f"?h{value.name.strip()}" if value.name[1:].isdigit() and value.hidden else f"?v{_plain(value.name)}"
        if isinstance(value, Iri):
            return f"<{value.value}>" if _is_iri(value.value) else "?unknown"
        return _ox(value)

    return f"{node(pattern.subject)} <{pattern.predicate}> {node(pattern.object)} ."


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name)


def _ox(literal: Literal) -> str:
    if literal.language:
        return str(ox.Literal(literal.text, language=literal.language))
    return str(ox.Literal(literal.text, datatype=ox.NamedNode(literal.datatype)))


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _same(term: object, literal: Literal) -> bool:
    if not isinstance(term, ox.Literal):
        return False
    if literal.language:
        return term.value == literal.text and (term.language or "").lower() == literal.language.lower()
    if term.datatype.value != literal.datatype:
        return False
    if literal.datatype in _NUMBERS:
        return _float(term.value) == _float(literal.text)
    return term.value == literal.text and not term.language


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


# --- values -----------------------------------------------------------------------------------------------------------


def _forms_query(prop: str, literal: Literal) -> str:
    """Return the query for the values of a property that a literal may mean: the same words or number, or a thing so called."""
    text = str(ox.Literal(unicodedata.normalize("NFC", " ".join(literal.text.split()))))
    number = _float(literal.text)
    is_number = number is not None and number == number and abs(number) != float("inf")
    numeric = f" || (isNumeric(?o) && xsd:double(?o) = {number!r})" if is_number else ""
    return (
        f"{_PREFIXES} SELECT DISTINCT ?o {{ {{ ?s <{prop}> ?o "
        f"FILTER(LCASE(STR(?o)) = LCASE({text}){numeric}) }} "
        f"UNION {{ ?s <{prop}> ?o . ?o {_LABELS} ?label FILTER(LCASE(STR(?label)) = LCASE({text})) }} }} LIMIT 5"
    )


_DATES = frozenset({f"{_XSD}date", f"{_XSD}dateTime", f"{_XSD}gYear", f"{_XSD}gMonthDay", f"{_XSD}gYearMonth"})


def _comparable(one: str, two: str) -> bool:
    return one == two or (one in _NUMBERS and two in _NUMBERS)


def _right_comparison(v: str, op: str, value: Literal, kinds: list[str]) -> str | None:
    """Return the comparison that is meant, where the kinds of values tell it."""
    text = value.text.strip()
    for kind in kinds:
        if kind == f"{_XSD}gYear" and text[:4].isdigit() and len(text) >= 4:
            return f'?{v} {op} "{text[:4]}"^^xsd:gYear'
        if kind == f"{_XSD}date" and len(text) >= 10 and text[4] == "-" and text[7] == "-":
            return f'?{v} {op} "{text[:10]}"^^xsd:date'
        if kind == f"{_XSD}date" and text.isdigit() and len(text) == 4:
            return f"YEAR(?{v}) {op} {text}"
        if kind == f"{_XSD}gMonthDay" and text.isdigit() and 1 <= int(text) <= 12:
            return f"MONTH(?{v}) {op} {int(text)}"
        if kind == f"{_XSD}gMonthDay" and len(text) == 5 and text[2] == "-":
            return f'?{v} {op} "--{text}"^^xsd:gMonthDay'
        if kind in _NUMBERS and _float(text) is not None:
            return f"?{v} {op} {text}"
        if kind == f"{_XSD}boolean" and text.lower() in ("true", "false", "1", "0"):
            return f"?{v} = {'true' if text.lower() in ('true', '1') else 'false'}"
        if kind == f"{_XSD}string" or kind.startswith("@"):
            return f'STR(?{v}) {op} "{text}"'
    return None


# --- names that are nearly right ----------------------------------------------------------------------------------------


def _local(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def _near_iri(iri: str, known: Collection[str]) -> str | None:
    """Return the IRI in use that is most like another: the same local name, or nearly, the same namespace first."""
    local = _local(iri)
    if not local or len(local) > 80:
        return None
    namespace = iri[: len(iri) - len(local)]
    by_local: dict[str, str] = {}
    for other in sorted(known, key=lambda k: k.startswith(namespace)):
        by_local[_local(other)] = other
    for name, other in by_local.items():
        if name.lower() == local.lower() and other != iri:
            return other
    near = nearest(local, [name for name, other in by_local.items() if other.startswith(namespace)] or by_local)
    return by_local[near] if near else None


def _other_spellings(iri: str) -> list[str]:
    """Return what an IRI that nobody knows may mean."""
    scheme, sign, rest = iri.partition("://")
    host, slash, path = rest.partition("/")
    folded = fold(path).replace(" ", "-")
    found = []
    for s in (scheme, "https" if scheme == "http" else "http"):
        for h in (host, host.lower(), host.removeprefix("www.")):
            for p in (
                path,
                path.rstrip("/"),
                f"{path}/",
                path.lower(),
                folded,
                folded.replace("_", "-"),
                path.replace("#", "/"),
            ):
                found.append(f"{s}{sign}{h}{slash}{p}")
    return [c for c in dict.fromkeys(found) if c != iri and _is_iri(c)][:60]
