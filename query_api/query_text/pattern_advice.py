"""Why patterns of a query never hold: properties on the wrong things, in the wrong direction, or never together."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from query_api.engine.results import Rows, text_of
from query_api.query_text.advisor import MOST_LOOKUPS, Advisor, Asking
from query_api.query_text.patterns import (
    RDF_TYPE,
    Iri,
    Pattern,
    Variable,
    variables_of,
)
from query_api.query_text.profile import IRI, shown_kind
from query_api.query_text.wording import (
    is_iri,
    name_of,
    node_text,
    pattern_text,
    shown_pattern,
)

_BRIDGES = 0.35
"""Share of a property's values that have the one asked for, from which on the first leads to the second."""
_MOST_PAIRS = 12


class PatternAdvisor(Advisor):
    """Looks at what hangs on what."""

    def homes(self) -> Asking:
        """Say where a property hangs that stands on things of other classes."""
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
        if typed.predicate != RDF_TYPE or plain.predicate == RDF_TYPE or home is None or self.lookups >= MOST_LOOKUPS:
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
            self.lookups >= MOST_LOOKUPS
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
            if self.lookups >= MOST_LOOKUPS or not kinds:
                continue
            self.lookups += 1
            rows = yield f"SELECT (EXISTS {{ ?s <{prop}> <{value.value}> }} AS ?known) {{}}"
            if any(text_of(known) != "false" for (known,) in rows.rows):
                continue
            name, shown, kind = name_of(prop), name_of(value.value), min(kinds)
            is_class = value.value in self.profile.classes
            what_vi, what_en = (" là lớp,", " is a class,") if is_class else ("", "")
            sample = self.sample(prop, IRI if IRI in kinds else kind)
            self.say(
                f"{shown}{what_vi} không phải là giá trị nào của {name}, ví dụ một giá trị: {sample}",
                f"{shown}{what_en} is no value of {name}, one of which is {sample}",
                variables_of(pattern),
            )

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
