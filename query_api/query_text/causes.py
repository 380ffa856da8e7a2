"""Why a query is refused, in words: what the engine's error means, with line and column, in Vietnamese and English.

The engine says what its grammar would have liked to see where it stopped, which is often far from the fault. The usual
faults are looked for in the tokens instead; one that is found replaces the engine's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from loader.errors import QueryError
from loader.sparql_tokens import Scan, Token
from query_api.query_text import guard
from query_api.query_text.cause import Cause
from query_api.query_text.habits import early_habits, habits
from query_api.query_text.pattern_reader import read_patterns
from query_api.query_text.select_clauses import PAIRS, closing, selects

_FOREIGN: Mapping[str, tuple[str, str, str]] = {
    "\u00a0": ("dấu cách không ngắt (U+00A0)", "a no-break space (U+00A0)", "' '"),
    "\u202f": ("dấu cách hẹp không ngắt (U+202F)", "a narrow no-break space (U+202F)", "' '"),
    "\u2007": ("dấu cách chữ số (U+2007)", "a figure space (U+2007)", "' '"),
    "\u3000": ("dấu cách toàn rộng (U+3000)", "an ideographic space (U+3000)", "' '"),
    "\u200b": ("dấu cách không bề rộng (U+200B)", "a zero-width space (U+200B)", ""),
    "\u200c": ("ký tự không bề rộng (U+200C)", "a zero-width non-joiner (U+200C)", ""),
    "\u200d": ("ký tự không bề rộng (U+200D)", "a zero-width joiner (U+200D)", ""),
    "\u2060": ("ký tự không bề rộng (U+2060)", "a word joiner (U+2060)", ""),
    "\u00ad": ("dấu nối mềm (U+00AD)", "a soft hyphen (U+00AD)", ""),
    "\ufeff": ("dấu BOM (U+FEFF)", "a byte order mark (U+FEFF)", ""),
    "\u201c": ("ngoặc kép cong “", "a curly quotation mark “", '"'),
    "\u201d": ("ngoặc kép cong ”", "a curly quotation mark ”", '"'),
    "\u201e": ("ngoặc kép thấp „", "a low quotation mark „", '"'),
    "\u00ab": ("ngoặc kép «", "a quotation mark «", '"'),
    "\u00bb": ("ngoặc kép »", "a quotation mark »", '"'),
    "\u2018": ("ngoặc đơn cong ‘", "a curly quotation mark ‘", "'"),
    "\u2019": ("ngoặc đơn cong ’", "a curly quotation mark ’", "'"),
    "\u2013": ("gạch ngang –", "a dash –", "-"),
    "\u2014": ("gạch ngang —", "a dash —", "-"),
    "\u2212": ("dấu trừ −", "a minus sign −", "-"),
    "\u2026": ("dấu ba chấm …", "an ellipsis …", ""),
    "\u2264": ("dấu ≤", "the sign ≤", "<="),
    "\u2265": ("dấu ≥", "the sign ≥", ">="),
    "\u2260": ("dấu ≠", "the sign ≠", "!="),
}
_KEYWORDS = frozenset(
    "SELECT ASK CONSTRUCT DESCRIBE WHERE FROM NAMED PREFIX BASE DISTINCT REDUCED OPTIONAL UNION MINUS GRAPH SERVICE SILENT "
    "FILTER BIND VALUES UNDEF AS GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET EXISTS NOT IN A TRUE FALSE VERSION LATERAL".split()
)
_FUNCTIONS = frozenset(
    "ABS ADJUST AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI EXISTS FLOOR GROUP_CONCAT "
    "HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES HASLANG HASLANGDIR LCASE MAX MD5 "
    "MIN MINUTES MONTH NOW OBJECT PREDICATE RAND REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SEPARATOR SHA1 SHA256 SHA384 "
    "SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE "
    "TRIPLE TZ UCASE URI UUID YEAR".split()
)
_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_LONGEST_WORD = 40
_MOST_TOKENS = 20_000
_MOST_WANTED = 3
_GRAMMAR = re.compile(r"expected (?:one of )?(.*)", re.DOTALL)
_NEAR = re.compile(r"syntax error (?:near “(?P<near>.*?)”|at the end of the query): ", re.DOTALL)


def explain(error: QueryError, scanned: Scan, known: Mapping[str, str]) -> QueryError:
    """Return the error with the cause named, where it is a usual one.

    Args:
        error: the engine's error.
        scanned: the query.
        known: well-known prefixes with their namespaces.
    """
    if error.line is None:
        return _unknown_function(error)
    cause = next(_early(scanned), None)
    if cause is None and scanned.undeclared():
        missing = guard.explain(error, scanned, known)
        return _in_both(missing, scanned)
    cause = cause or next(_late(scanned), None)
    if cause is None:
        return _plainer(error)
    before = scanned.query[: cause.start]
    line, column = before.count("\n") + 1, cause.start - (before.rfind("\n") + 1) + 1
    return QueryError(
        cause.en, line=line, column=column, advice=cause.advice_en, message_vi=cause.vi, advice_vi=cause.advice_vi
    )


_NO_FUNCTION = re.compile(r"[Tt]he custom function (<[^>]*>) is not supported")


def _unknown_function(error: QueryError) -> QueryError:
    """Return the error about a function that there is not with what there is."""
    found = _NO_FUNCTION.search(error.message)
    if found is None:
        return error
    ours = "lnf:search, lnf:fold (PREFIX lnf: <https://w3id.org/langnghe/function#>), xsd:integer, xsd:date …"
    return QueryError(
        f"there is no function {found[1]}", message_vi=f"không có hàm {found[1]}",
        advice=f"there are {ours}", advice_vi=f"có {ours}",
    )  # fmt: skip


def _in_both(error: QueryError, scanned: Scan) -> QueryError:
    missing = scanned.undeclared()[0].text.partition(":")[0]
    declare = error.advice.replace("add ", "thêm ", 1) if error.advice and error.advice.startswith("add ") else None
    return QueryError(
        error.message,
        line=error.line,
        column=error.column,
        advice=error.advice,
        message_vi=f"tiền tố “{missing}:” chưa được khai báo",
        advice_vi=declare or "khai báo bằng PREFIX",
    )


def _plainer(error: QueryError) -> QueryError:
    """Return the engine's error without the classes of characters that its grammar would have taken."""
    place = _NEAR.match(error.message)
    grammar = _GRAMMAR.search(error.message)
    if place is None or grammar is None:
        return error
    wanted = [w.strip() for w in re.split(r", (?![^\[]*\])", grammar[1]) if not w.strip().startswith("[")]
    words = [w for w in wanted if len(w) < 60 and "\\u" not in w]
    if len(words) > _MOST_WANTED:  # a few of many, by chance: of no help
        words = []
    near = place["near"]
    said_vi, said_en = (f"gần “{near}”", f"near “{near}”") if near else ("ở cuối truy vấn", "at the end of the query")
    tail_vi = f": có thể là {', '.join(words)}" if words else ""
    tail_en = f": expected {'one of ' if len(words) > 1 else ''}{', '.join(words)}" if words else ""
    return QueryError(
        f"syntax error {said_en}{tail_en}",
        line=error.line,
        column=error.column,
        advice=error.advice,
        message_vi=f"sai cú pháp {said_vi}{tail_vi}",
        advice_vi=error.advice_vi,
    )


def _early(scanned: Scan) -> Iterator[Cause]:
    """Yield what makes all that follows unreadable."""
    tokens = scanned.tokens[:_MOST_TOKENS]
    yield from _foreign(tokens)
    yield from early_habits(scanned, tokens)
    yield from _unclosed_texts(tokens)
    yield from _brackets(tokens)


def _late(scanned: Scan) -> Iterator[Cause]:
    tokens = scanned.tokens[:_MOST_TOKENS]
    yield from _operators(tokens)
    yield from habits(scanned, tokens)
    yield from _projection(tokens)
    yield from _words(tokens)
    yield from _filters(tokens)
    for token in read_patterns(scanned).gaps:
        yield Cause(
            f"trước “{_cut(token.text)}” thiếu dấu “.” hoặc “;”",
            f"a “.” or “;” is missing before “{_cut(token.text)}”",
            token.start,
        )
    yield from _bound_twice(tokens)
    yield from _aggregates(tokens)


def _foreign(tokens: Sequence[Token]) -> Iterator[Cause]:
    for token in tokens:
        if token.kind != "mark" or token.text.isascii():
            continue
        wide = ord(token.text) - 0xFEE0
        if token.text in _FOREIGN:
            vi, en, right = _FOREIGN[token.text]
        elif 0xFF01 <= ord(token.text) <= 0xFF5E:
            vi, en, right = f"ký tự toàn rộng {token.text}", f"the full-width character {token.text}", chr(wide)
        else:
            code = f"U+{ord(token.text):04X}"
            vi, en, right = f"ký tự lạ “{token.text}” ({code})", f"the character “{token.text}” ({code})", ""
        yield Cause(
            f"ở đây có {vi}, thường do chép từ Word hay trang web",
            f"here is {en}, as copied from a word processor or web page",
            token.start,
            f"thay bằng {right}" if right else "xóa đi",
            f"write {right} instead" if right else "delete it",
        )


def _unclosed_texts(tokens: Sequence[Token]) -> Iterator[Cause]:
    for token, after in zip(tokens, [*tokens[1:], None], strict=False):
        if token.kind == "mark" and token.text in "\"'":
            yield Cause(
                f"chuỗi mở bằng {token.text} không được đóng trên cùng dòng",
                f"the text that begins with {token.text} is not closed on its line",
                token.start,
                f"đóng bằng {token.text}; chuỗi nhiều dòng viết giữa ba dấu nháy",
                f"close it with {token.text}; a text of several lines stands between three quotation marks",
            )
        elif token.text == "<" and after is not None and after.start == token.start + 1 and _begins_iri(after):
            yield Cause(
                "IRI không hợp lệ hoặc thiếu dấu “>” ở cuối",
                "the IRI is not closed with “>”, or has a character that no IRI has",
                token.start,
                "IRI không có dấu cách, ngoặc kép hay ngoặc nhọn",
                "an IRI has no spaces, quotation marks or braces",
            )


def _begins_iri(token: Token) -> bool:
    return token.kind == "name" and token.text.partition(":")[0].lower() in ("http", "https", "urn")


def _brackets(tokens: Sequence[Token]) -> Iterator[Cause]:
    open_: list[Token] = []
    for token in tokens:
        if token.kind != "mark":
            continue
        if token.text in PAIRS:
            open_.append(token)
        elif token.text in PAIRS.values():
            if open_ and PAIRS[open_[-1].text] == token.text:
                open_.pop()
            elif open_:
                yield _never_closed(open_[-1])
                return
            else:
                yield Cause(
                    f"“{token.text}” đóng một ngoặc không được mở",
                    f"“{token.text}” closes a bracket that is not open",
                    token.start,
                    "xóa đi, hoặc mở ngoặc trước đó",
                    "delete it, or open the bracket before",
                )
                return
    if open_:
        yield _never_closed(open_[-1])


def _never_closed(token: Token) -> Cause:
    return Cause(
        f"“{token.text}” mở ở đây không được đóng",
        f"the “{token.text}” opened here is never closed",
        token.start,
        f"thêm “{PAIRS[token.text]}”",
        f"add “{PAIRS[token.text]}”",
    )


def _operators(tokens: Sequence[Token]) -> Iterator[Cause]:
    for token, after in pairwise(tokens):
        glued = after.start == token.start + 1 and token.kind == after.kind == "mark"
        if glued and token.text + after.text in ("==", "<>", "=>", "=<"):
            right = {"==": "=", "<>": "!=", "=>": ">=", "=<": "<="}[token.text + after.text]
            yield Cause(
                f"không có phép “{token.text}{after.text}”",
                f"there is no operator “{token.text}{after.text}”",
                token.start, f"hãy viết “{right}”", f"write “{right}”",
            )  # fmt: skip


def _words(tokens: Sequence[Token]) -> Iterator[Cause]:
    for i, token in enumerate(tokens):
        if token.kind != "word":
            continue
        word = token.text.upper()
        called = i + 1 < len(tokens) and tokens[i + 1].text == "("
        if word in _KEYWORDS or (word in _FUNCTIONS and (called or word in ("SEPARATOR", "EXISTS"))):
            continue
        if word in ("AND", "OR"):
            right = "&&" if word == "AND" else "||"
            yield Cause(f"SPARQL không có từ “{token.text}”", f"SPARQL has no word “{token.text}”", token.start,
                        f"hãy viết “{right}”", f"write “{right}”")  # fmt: skip
            continue
        known = _FUNCTIONS | _KEYWORDS if called else _KEYWORDS
        near = guard.nearest(token.text, sorted(known)) if 1 < len(token.text) <= _LONGEST_WORD else None
        meant_vi = f"có phải là {near.upper()}?" if near else f'chuỗi thì viết trong ngoặc kép: "{_cut(token.text)}"'
        meant_en = (
            f"did you mean {near.upper()}?" if near else f'a text stands in quotation marks: "{_cut(token.text)}"'
        )
        yield Cause(
            f"“{_cut(token.text)}” không phải là từ của SPARQL",
            f"“{_cut(token.text)}” is no word of SPARQL",
            token.start, meant_vi, meant_en,
        )  # fmt: skip


def _filters(tokens: Sequence[Token]) -> Iterator[Cause]:
    for token, after in pairwise(tokens):
        if token.kind == "word" and token.text.upper() == "FILTER" and after.kind in ("variable", "string", "number"):
            yield Cause(
                "điều kiện sau FILTER phải nằm trong ngoặc tròn",
                "the condition behind FILTER stands in brackets",
                token.start, "hãy viết FILTER( … )", "write FILTER( … )",
            )  # fmt: skip


def _projection(tokens: Sequence[Token]) -> Iterator[Cause]:
    for select in selects(tokens):
        depth = 0
        for i, token in enumerate(select.projection):
            depth += (token.text == "(") - (token.text == ")")
            before = select.projection[i - 1] if i else None
            if token.text == "," and depth == 0:
                yield Cause(
                    "các biến sau SELECT cách nhau bằng dấu cách, không bằng dấu phẩy",
                    "variables behind SELECT are separated by spaces, not commas",
                    token.start, "xóa dấu phẩy", "delete the comma",
                )  # fmt: skip
            elif token.kind == "word" and token.text.upper() in _FUNCTIONS:
                wrapped = before is not None and before.text == "(" and depth == 1
                end = closing(select.projection, i + 1)
                named = any(t.text.upper() == "AS" for t in select.projection[end + 1 : end + 2])
                if depth == 0 or (
                    wrapped
                    and end + 1 < len(select.projection)
                    and select.projection[end + 1].text == ")"
                    and not named
                ):
                    yield Cause(
                        f"kết quả của {token.text} cần một tên",
                        f"what {token.text} gives needs a name",
                        token.start,
                        f"hãy viết ({token.text}(…) AS ?tên)",
                        f"write ({token.text}(…) AS ?name)",
                    )


def _bound_twice(tokens: Sequence[Token]) -> Iterator[Cause]:
    """Find ``AS ?x`` where ?x has a value already: before it in its group, in the pattern below it, or in another AS."""
    around: list[set[str]] = [set()]
    i = 0
    while i < len(tokens):
        token = tokens[i]
        word = token.text.upper() if token.kind == "word" else ""
        if token.text == "{" and token.kind == "mark":
            around.append(set())
        elif token.text == "}" and token.kind == "mark" and len(around) > 1:
            inner = around.pop()
            around[-1] |= inner
        elif word in ("FILTER", "ORDER", "GROUP", "HAVING") and i + 1 < len(tokens):
            i = max(i, closing(tokens, i + 1) if tokens[i + 1].text == "(" else i)
        elif word == "BIND" and i + 1 < len(tokens):
            end = closing(tokens, i + 1)
            target = next((t for t in reversed(tokens[i:end]) if t.kind == "variable"), None)
            if target is not None:
                if target.text[1:] in around[-1]:
                    yield _twice(target)
                around[-1].add(target.text[1:])
            i = end
        elif token.kind == "variable":
            around[-1].add(token.text[1:])
        i += 1
    for select in selects(tokens):
        inside = {t.text[1:] for t in select.pattern if t.kind == "variable"}
        named: set[str] = set()
        for word_, variable in zip(select.projection, select.projection[1:], strict=False):
            if word_.text.upper() == "AS" and variable.kind == "variable":
                if variable.text[1:] in inside or variable.text[1:] in named:
                    yield _twice(variable)
                named.add(variable.text[1:])


def _twice(variable: Token) -> Cause:
    return Cause(
        f"{variable.text} được gán hai lần: nó đã có giá trị trước AS",
        f"{variable.text} is bound twice: it has a value before this AS",
        variable.start,
        "đặt một tên khác sau AS",
        "choose another name behind AS",
    )


def _aggregates(tokens: Sequence[Token]) -> Iterator[Cause]:
    """Find a variable that is selected beside aggregates without being grouped."""
    for select in selects(tokens):
        grouped = {t.text[1:] for t in select.groups if t.kind == "variable"}
        words = [*select.projection, *select.modifiers]
        aggregates = any(t.kind == "word" and t.text.upper() in _AGGREGATES for t in words)
        if not (select.groups or aggregates):
            continue
        star = next((t for t in select.projection if t.text == "*" and t.kind == "mark"), None)
        if star is not None and not aggregates and select.projection.index(star) == len(select.projection) - 1:
            yield Cause(
                "SELECT * không đi với GROUP BY",
                "SELECT * does not go with GROUP BY",
                star.start, "liệt kê các biến trong GROUP BY và các phép gộp", "name the grouped variables and the aggregates",
            )  # fmt: skip
        named: set[str] = set()
        i = 0
        while i < len(select.projection):
            token = select.projection[i]
            if token.kind == "word" and token.text.upper() in _AGGREGATES:
                i = closing(select.projection, i + 1)
            elif token.kind == "variable":
                name = token.text[1:]
                before = select.projection[i - 1] if i else None
                if before is not None and before.text.upper() == "AS":
                    named.add(name)
                elif name not in grouped and name not in named:
                    yield Cause(
                        f"{token.text} không nằm trong GROUP BY và cũng không được gộp",
                        f"{token.text} is neither grouped nor aggregated",
                        token.start,
                        f"thêm {token.text} vào GROUP BY, hoặc gộp: (SAMPLE({token.text}) AS …)",
                        f"add {token.text} to GROUP BY, or aggregate it: (SAMPLE({token.text}) AS …)",
                    )
            i += 1


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_WORD else f"{text[: _LONGEST_WORD - 1]}…"
