"""Why values of a query are never there: literals in other forms, comparisons of what does not compare."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from loader.graph.vocabulary import XSD
from query_api.engine.results import text_of
from query_api.query_text.advisor import MOST_LOOKUPS, Advisor, Asking
from query_api.query_text.forms import (
    comparable,
    forms_query,
    number_kinds,
    right_comparison,
    same,
)
from query_api.query_text.function_advice import Values, remarks
from query_api.query_text.near_values import MOST_VALUES, day_as_date, nearest_values, values_query
from query_api.query_text.patterns import (
    Comparison,
    Iri,
    Literal,
    Pattern,
    Variable,
    variables_of,
)
from query_api.query_text.profile import IRI, shown_kind
from query_api.query_text.wording import (
    literal_term,
    name_of,
    term_text,
    written,
)

_LONGEST_VALUE = 500


class ValueAdvisor(Advisor):
    """Looks at literals, comparisons and functions."""

    def literals(self) -> Asking:
        """Say in which form a property has a literal that it does not have as written."""
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
        if prop is None or self.lookups >= MOST_LOOKUPS or len(literal.text) > _LONGEST_VALUE:
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
        sample = next((self.sample(prop, k) for k in sorted(kinds)), "")
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

    def comparisons(self) -> Asking:
        """Say which comparisons never hold for the kinds of values that they compare."""
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
        if right is None and op == "=" and len(value.text) <= _LONGEST_VALUE and self.lookups < MOST_LOOKUPS:
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
        if len(value.text) > _LONGEST_VALUE or self.lookups >= MOST_LOOKUPS:
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
        """Say which functions cannot give what the query expects of them."""
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

    def ranges(self) -> Asking:
        """Say between which values those lie that a comparison leaves none of."""
        if self.hints:
            return
        for comparison in self.reading.comparisons[:MOST_LOOKUPS]:
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
