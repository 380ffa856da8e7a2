"""Reads the patterns of a query from its tokens.

Like the scan it is no parser: it goes over the tokens once, keeps no more than what stands there, and leaves out what it
does not understand. What it yields is for hints alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loader.sparql_tokens import Scan, Token
from query_api.query_text.patterns import Call, Comparison, Iri, Literal, Node, Pattern, Reading, Variable
from query_api.query_text.token_terms import constant, expand, function, operator

_MODIFIERS = frozenset({"GROUP", "ORDER", "LIMIT", "OFFSET"})
_MOST_TOKENS = 5_000


def read_patterns(scanned: Scan) -> Reading:
    """Read the patterns of a query; of a very long one, those at its beginning."""
    reader = _Reader(scanned)
    reader.run()
    return reader.found


def _body(scanned: Scan) -> Sequence[Token]:
    """Return the tokens behind the prologue."""
    tokens = scanned.tokens
    i = 0
    while i < len(tokens) and tokens[i].text.upper() in ("PREFIX", "BASE", "VERSION"):
        i += 3 if tokens[i].text.upper() == "PREFIX" else 2
    return tokens[i : i + _MOST_TOKENS]


class _Reader:
    """Goes over the tokens once."""

    def __init__(self, scanned: Scan) -> None:
        self.scanned = scanned
        self.tokens: Sequence[Token] = _body(scanned)
        self.found = Reading()
        self.i = 0
        self.group = 0
        self.fresh = 0
        self.stack: list[int] = []
        self.complete = False

    def peek(self, ahead: int = 0) -> Token | None:
        at = self.i + ahead
        return self.tokens[at] if at < len(self.tokens) else None

    def is_mark(self, text: str, ahead: int = 0) -> bool:
        token = self.peek(ahead)
        return token is not None and token.kind == "mark" and token.text == text

    def hidden(self) -> Variable:
        self.fresh += 1
        return Variable(f" {self.fresh}")

    def run(self) -> None:
        negative = False
        while (token := self.peek()) is not None:
            word = token.text.upper() if token.kind == "word" else ""
            before = self.i
            if self.is_mark("{"):
                self.open(negative)
                negative = False
                self.i += 1
            elif self.is_mark("}"):
                self.close()
                self.i += 1
            elif word == "SELECT":
                self.projection()
            elif word == "CONSTRUCT":
                self.template()
            elif word in ("MINUS", "NOT"):
                negative = True
                self.i += 1
            elif word in ("FILTER", "HAVING"):
                self.i += 1
                self.filter()
            elif word == "BIND":
                self.i += 1
                self.expression()
            elif word == "VALUES":
                self.i += 1
                self.inline_data()
            elif word in ("GRAPH", "SERVICE", "FROM"):
                negative = word == "SERVICE"  # what another endpoint has is not ours to judge
                self.i += 1
                self.skip_target()
            elif word in _MODIFIERS:
                self.modifier()
            elif self.is_mark("."):
                self.complete = False
                self.i += 1
            elif self.stack and self.starts_term(token) and word not in ("OPTIONAL", "UNION", "EXISTS", "WHERE"):
                self.triples()
            else:
                self.i += 1
            if word in ("OPTIONAL", "UNION", "GRAPH", "SERVICE", "EXISTS", "MINUS", "FILTER", "BIND", "VALUES"):
                self.complete = False
            if self.i == before:  # never stand still, whatever comes
                self.i += 1

    def starts_term(self, token: Token) -> bool:
        if token.kind in ("iri", "name", "string", "variable", "blank", "number"):
            return True
        return (token.kind == "mark" and token.text in "[(") or token.text.lower() in ("true", "false")

    def open(self, negative: bool) -> None:
        self.stack.append(self.group)
        number = len(self.found.parents)
        self.found.parents[number] = self.group
        if negative or self.group in self.found.negative:
            self.found.negative.add(number)
        self.group, self.complete = number, False

    def close(self) -> None:
        if self.stack:
            self.group = self.stack.pop()
        self.complete = False

    def use(self, token: Token) -> None:
        self.found.used.setdefault(token.text[1:], token)

    def projection(self) -> None:
        self.i += 1
        depth, nested = 0, bool(self.stack)
        while (token := self.peek()) is not None and not self.is_mark("{"):
            if token.kind == "word" and token.text.upper() in ("WHERE", "FROM"):
                return
            if token.kind == "mark" and token.text in "()":
                depth += 1 if token.text == "(" else -1
            elif token.kind == "variable":
                last = self.tokens[self.i - 1]
                if last.kind == "word" and last.text.upper() == "AS":
                    self.found.bound.add(token.text[1:])
                elif not nested or depth:
                    self.use(token)
            self.i += 1

    def template(self) -> None:
        """Pass over the template of a CONSTRUCT: what it makes need not be there."""
        self.i += 1
        if not self.is_mark("{"):
            return
        while (token := self.peek()) is not None and not self.is_mark("}"):
            if token.kind == "variable":
                self.use(token)
            self.i += 1
        self.i += 1

    def modifier(self) -> None:
        self.i += 1
        while (token := self.peek()) is not None and not self.is_mark("}"):
            if token.kind == "word" and token.text.upper() in ("VALUES", "HAVING"):
                return
            if token.kind == "variable":
                last = self.tokens[self.i - 1]
                if last.kind == "word" and last.text.upper() == "AS":
                    self.found.bound.add(token.text[1:])
                else:
                    self.use(token)
            self.i += 1

    def skip_target(self) -> None:
        while (token := self.peek()) is not None and token.kind == "word" and token.text.upper() in ("SILENT", "NAMED"):
            self.i += 1
        if token is not None and token.kind == "variable":
            self.found.bound.add(token.text[1:])
        self.i += 1

    def inline_data(self) -> None:
        names = []
        while (token := self.peek()) is not None and not self.is_mark("{"):
            if token.kind == "variable":
                names.append(token.text[1:])
            elif not (token.kind == "mark" and token.text in "()"):
                return
            self.i += 1
        self.found.bound.update(names)
        self.i += 1
        column = 0
        while (token := self.peek()) is not None and not self.is_mark("}"):
            if self.is_mark("("):
                column = 0
                self.i += 1
                continue
            at = self.i
            node = self.node()
            if self.i == at:
                self.i += 1  # UNDEF, a bracket
            if node is not None and names:
                self.found.values.append((names[column % len(names)], node, token))
            if node is not None or token.text.upper() == "UNDEF":
                column += 1
        self.i += 1

    def filter(self) -> None:
        token = self.peek()
        if token is None or (token.kind == "word" and token.text.upper() in ("EXISTS", "NOT")):
            return
        self.expression()

    def expression(self) -> None:
        """Read an expression in brackets, or a call of a function; patterns inside EXISTS are left to the main loop."""
        start = self.i
        while (token := self.peek()) is not None and not (token.kind == "mark" and token.text in "({}"):
            if token.kind == "variable":
                return
            self.i += 1
        if not self.is_mark("("):
            return
        depth = 0
        tokens = list(self.tokens[start : self.i])
        while (token := self.peek()) is not None:
            if token.kind == "mark" and token.text in "()":
                depth += 1 if token.text == "(" else -1
            if token.kind == "mark" and token.text in "{}":
                break
            tokens.append(token)
            self.i += 1
            if depth == 0:
                break
        self.compare(tokens)

    def compare(self, tokens: Sequence[Token]) -> None:
        for at, token in enumerate(tokens):
            if token.kind == "variable":
                last = tokens[at - 1] if at else None
                if last is not None and last.kind == "word" and last.text.upper() == "AS":
                    self.found.bound.add(token.text[1:])
                elif not (at > 1 and tokens[at - 2].text.upper() in ("BOUND", "COALESCE")):
                    self.use(token)
                    self.call(tokens, at)
        at = 0
        while at < len(tokens):
            sign, width = operator(tokens, at)
            if sign:
                left, right = self.operand_before(tokens, at), self.operand_after(tokens, at + width)
                if isinstance(right, tuple) and not isinstance(left, tuple):
                    left, right = right, left
                    sign = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(sign, sign)
                if isinstance(left, tuple) and right is not None and not isinstance(right, tuple):
                    self.found.comparisons.append(Comparison(*left, sign, right, self.group, tokens[at]))
                at += width
            elif tokens[at].kind == "word" and tokens[at].text.upper() == "IN":
                left = self.operand_before(tokens, at)
                at += 2
                while at < len(tokens) and tokens[at].text != ")":
                    right = self.operand_after(tokens, at)
                    if isinstance(left, tuple) and isinstance(right, Literal | Iri):
                        self.found.comparisons.append(Comparison(*left, "=", right, self.group, tokens[at]))
                    at += 1
            else:
                at += 1

    def call(self, tokens: Sequence[Token], at: int) -> None:
        """Note the function whose first argument is the variable at ``at``."""
        if at < 2 or tokens[at - 1].text != "(" or tokens[at - 2].kind not in ("word", "name", "iri"):
            return
        name, variable = function(self.scanned, tokens[at - 2]), tokens[at].text[1:]
        self.found.calls.append(Call(name, variable, self.group))
        around = [token.text.upper() for token in tokens[max(at - 4, 0) : at]]
        if around == ["LANGMATCHES", "(", "LANG", "("] and at + 3 < len(tokens):
            value, _ = constant(self.scanned, tokens, at + 3)
            if isinstance(value, Literal) and value.text != "*":
                self.found.comparisons.append(Comparison(variable, "LANG", "=", value, self.group, tokens[at]))

    def operand_before(self, tokens: Sequence[Token], at: int) -> tuple[str, str] | Node | str | None:
        """Return (variable, function) or the constant that ends before a token."""
        if at < 1:
            return None
        token = tokens[at - 1]
        if token.kind == "variable":
            return token.text[1:], ""
        if token.text == ")" and at >= 4 and tokens[at - 2].kind == "variable" and tokens[at - 3].text == "(":
            return tokens[at - 2].text[1:], function(self.scanned, tokens[at - 4])
        if token.text == ")" and at >= 3 and tokens[at - 2].text == "(" and tokens[at - 3].kind == "word":
            return tokens[at - 3].text.upper()
        start = at - 1
        while (start > 0 and tokens[start - 1].text in ("^", "-")) or (start > 0 and tokens[start].kind == "language"):
            start -= 1
        while start > 0 and tokens[start].text in ("^",):
            start -= 1
        node, _ = constant(self.scanned, tokens, start)
        return node

    def operand_after(self, tokens: Sequence[Token], at: int) -> tuple[str, str] | Node | str | None:
        """Return (variable, function) or the constant that begins with a token."""
        if at >= len(tokens):
            return None
        token = tokens[at]
        if token.kind == "variable":
            return token.text[1:], ""
        if at + 2 < len(tokens) and tokens[at + 1].text == "(" and token.kind in ("word", "name", "iri"):
            if tokens[at + 2].text == ")":
                return token.text.upper()
            if tokens[at + 2].kind == "variable" and at + 3 < len(tokens) and tokens[at + 3].text == ")":
                return tokens[at + 2].text[1:], function(self.scanned, token)
            return None
        node, _ = constant(self.scanned, tokens, at)
        return node

    def node(self) -> Node | None:
        """Read a term; None if none begins here."""
        token = self.peek()
        if token is None:
            return None
        if token.kind == "variable":
            self.i += 1
            return Variable(token.text[1:])
        if token.kind == "blank":
            self.i += 1
            return Variable(f" {token.text}")
        node, width = constant(self.scanned, self.tokens, self.i)
        self.i += width
        return node

    def triples(self) -> None:
        """Read a subject with its properties, up to what is neither."""
        start = self.peek()
        if self.complete and start is not None:
            self.found.gaps.append(start)
        if self.is_mark("["):
            self.i += 1
            self.properties(self.hidden(), inside=True)
        elif (subject := self.term()) is not None:
            self.properties(subject)
        self.complete = True

    def term(self) -> Node | None:
        if self.is_mark("("):
            self.skip_brackets()
            return self.hidden()
        return self.node()

    def skip_brackets(self) -> None:
        depth = 0
        while (token := self.peek()) is not None and not (token.kind == "mark" and token.text in "{}"):
            if token.kind == "mark" and token.text in "()":
                depth += 1 if token.text == "(" else -1
            self.i += 1
            if depth == 0:
                return

    def properties(self, subject: Node, *, inside: bool = False) -> None:
        """Read ``property object , object ; property object …``; blank nodes in brackets are on a stack of our own.

        Args:
            subject: whose properties they are.
            inside: the subject is a blank node in brackets, of which the first has been read.
        """
        around: list[tuple[Node, list[_Step] | None]] = [(subject, None)] if inside else []
        steps: list[_Step] | None = None
        wanted = "property"
        while True:
            if around and wanted != "object" and self.is_mark("]"):
                self.i += 1
                subject, steps = around.pop()
                wanted = "end" if steps is not None else "property"
            elif wanted == "property":
                while self.is_mark(";"):
                    self.i += 1
                steps = None if self.is_mark("]") else self.path()
                if steps is None and not (around and self.is_mark("]")):
                    return
                wanted = "object" if steps is not None else "end"
            elif wanted == "object" and self.is_mark("["):
                self.i += 1
                node = self.hidden()
                self.add(subject, steps, node)
                around.append((subject, steps))
                subject, wanted = node, "property"
            elif wanted == "object":
                value = self.term()
                if value is None:
                    return
                self.add(subject, steps, value)
                wanted = "end"
            elif self.is_mark(",") or self.is_mark(";"):
                wanted = "object" if self.is_mark(",") else "property"
                self.i += 1
            else:
                return

    def path(self) -> list[_Step] | None:
        """Read a property path; None if none begins here."""
        steps: list[_Step] = []
        depth, inverse, plain, alternative = 0, False, True, False
        while (token := self.peek()) is not None:
            if token.kind == "mark" and token.text in "(!^":
                plain = plain and token.text == "^"
                inverse = token.text == "^"
                depth += token.text == "("
                self.i += 1
                continue
            if token.kind == "variable" and not steps:
                self.i += 1
                self.found.bound.add(token.text[1:])
                return [_Step(None, False, False, token)]
            iri = expand(self.scanned, token)
            if iri is None and token.kind != "name":
                return None
            self.i += 1
            loose = False
            while self.is_mark("*") or self.is_mark("+") or self.is_mark("?") or (depth and self.is_mark(")")):
                mark = self.tokens[self.i].text
                depth -= mark == ")"
                loose = loose or mark in "*?"
                self.i += 1
            steps.append(_Step(iri, inverse, loose, token))
            inverse = False
            if not (self.is_mark("/") or self.is_mark("|")):
                break
            alternative = alternative or self.is_mark("|")
            self.i += 1
        if not steps:
            return None
        if alternative or not plain:
            return [_Step(s.iri, s.inverse, True, s.token, alternative=True) for s in steps]
        return steps

    def add(self, subject: Node, steps: list[_Step] | None, value: Node) -> None:
        if not steps:
            return
        for node in (subject, value):
            if isinstance(node, Variable) and not node.hidden:
                self.found.bound.add(node.name)
        group = self.group
        if steps[0].alternative:
            for step in steps:
                self.found.patterns.append(
                    Pattern(self.hidden(), step.iri, self.hidden(), group, step.token, loose=True)
                )
            return
        here = subject
        for number, step in enumerate(steps, 1):
            there = value if number == len(steps) else self.hidden()
            ends = (there, here) if step.inverse else (here, there)
            self.found.patterns.append(Pattern(ends[0], step.iri, ends[1], group, step.token, step.loose))
            here = there


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of a path."""

    iri: str | None
    inverse: bool
    loose: bool
    token: Token
    alternative: bool = False
