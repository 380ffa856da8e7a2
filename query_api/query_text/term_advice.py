"""Why names in a query mean nothing in the data: variables, classes, properties and things that are not there."""

from __future__ import annotations

from collections.abc import Collection, Generator

from query_api.engine.results import Rows, text_of
from query_api.query_text.advisor import MOST_LOOKUPS, Advisor, Asking
from query_api.query_text.forms import (
    local_of,
    near_iri,
    other_spellings,
)
from query_api.query_text.guard import nearest
from query_api.query_text.near_values import MOST_VALUES
from query_api.query_text.patterns import (
    RDF_TYPE,
    Iri,
    Pattern,
    variables_of,
)
from query_api.query_text.profile import IRI
from query_api.query_text.wording import (
    is_iri,
    name_of,
    node_text,
)

_MOST_NAMES = 5


class TermAdvisor(Advisor):
    """Looks at variables and IRIs."""

    def never_bound(self) -> Asking:
        """Say which variables no pattern binds."""
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

    def unused_terms(self) -> Asking:
        """Say which classes and properties have no triple."""
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
        if not is_iri(iri) or self.lookups >= MOST_LOOKUPS:
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

    def things(self) -> Asking:
        """Say which IRIs the graph does not know."""
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
        for iri, about in list(wanted.items())[:MOST_LOOKUPS]:
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
