"""What people write who come from SQL, Turtle or a spreadsheet, or copy from a web page, and what SPARQL has for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from loader.sparql_tokens import Scan, Token
from query_api.query_text.cause import Cause
from query_api.query_text.token_terms import expand

_OTHER_WORDS: Mapping[str, str] = {
    "LIKE": 'CONTAINS(STR(?x), "…")',
    "ILIKE": 'REGEX(STR(?x), "…", "i")',
    "BETWEEN": "?x >= … && ?x <= …",
    "TOP": "LIMIT … (at the end)",
    "LOWER": "LCASE(…)",
    "UPPER": "UCASE(…)",
    "LENGTH": "STRLEN(…)",
    "LEN": "STRLEN(…)",
    "TODAY": "NOW()",
    "CURRENT_DATE": "NOW()",
    "GETDATE": "NOW()",
    "NULL": "!BOUND(?x)",
    "ISNULL": "!BOUND(?x)",
    "IFNULL": "COALESCE(?x, …)",
    "NVL": "COALESCE(?x, …)",
    "INSTR": "CONTAINS(…)",
    "STARTSWITH": "STRSTARTS(…)",
    "ENDSWITH": "STRENDS(…)",
    "CAST": "xsd:integer(?x)",
    "JOIN": "?x … . ?y …",
    "MATCH": "SELECT … { … }",
    "IS": "a",
}
"""Words of other languages → what SPARQL has."""
_ENTITIES: Mapping[str, str] = {"gt": ">", "lt": "<", "amp": "&", "quot": '"', "nbsp": " "}
_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_BEFORE_GROUPS = frozenset({"OPTIONAL", "MINUS", "UNION"})
_ORDER = ("GROUP", "HAVING", "ORDER", "LIMIT")
_ARGUMENTS: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(("CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER", "LANGMATCHES", "STRDT", "STRLANG"), (2, 2)),
    **dict.fromkeys(("STR", "LANG", "DATATYPE", "BOUND", "YEAR", "MONTH", "DAY", "STRLEN", "UCASE", "LCASE"), (1, 1)),
    **dict.fromkeys(("ISIRI", "ISURI", "ISLITERAL", "ISBLANK", "ISNUMERIC", "ABS", "CEIL", "FLOOR", "ROUND"), (1, 1)),
    "REGEX": (2, 3), "SUBSTR": (2, 3), "REPLACE": (3, 4), "IF": (3, 3), "NOW": (0, 0),
}  # fmt: skip
"""Function → fewest and most arguments (SPARQL 1.1, section 17.4)."""
_TERMS = frozenset({"variable", "name", "iri", "string", "number"})
_MOST_LOOKED = 300
"""Tokens from one within which what belongs to it is looked for, so that time stays linear."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d\b")


def early_habits(scanned: Scan, tokens: Sequence[Token]) -> Iterator[Cause]:
    """Yield what is wrong in the prologue, and what makes all that follows unreadable."""
    if scanned.form is None and all(t.kind in ("iri", "name") or t.is_word("PREFIX", "BASE") for t in tokens):
        yield Cause("truy vấn trống", "the query is empty", len(scanned.query), "ví dụ SELECT * { ?s ?p ?o } LIMIT 10",
                    "for example SELECT * { ?s ?p ?o } LIMIT 10")  # fmt: skip
    yield from _prologue(tokens)
    for i, token in enumerate(tokens):
        if token.is_mark("`"):
            yield Cause(
                "chuỗi không viết trong dấu `",
                "a text does not stand between `",
                token.start,
                'hãy viết "…"',
                'write "…"',
            )
        elif token.is_mark("&") and i + 2 < len(tokens) and tokens[i + 2].is_mark(";"):
            right = _ENTITIES.get(tokens[i + 1].text)
            if right:
                shown = f"&{tokens[i + 1].text};"
                yield Cause(f"“{shown}” là mã của trang web", f"“{shown}” is the code of a web page", token.start,
                            f"hãy viết {right}", f"write {right}")  # fmt: skip


def habits(scanned: Scan, tokens: Sequence[Token]) -> Iterator[Cause]:
    """Yield what is written as in another language."""
    for found in (_operators(tokens), _words(tokens), _variables(scanned, tokens), _numbers(scanned, tokens),
                  _clauses(tokens), _modifiers(tokens), _aggregates(tokens), _arguments(tokens)):  # fmt: skip
        yield from found


def _prologue(tokens: Sequence[Token]) -> Iterator[Cause]:
    right = "PREFIX ln: <https://w3id.org/langnghe/ontology#>"
    for i, token in enumerate(tokens[:-2]):
        turtle = token.kind == "language" and token.text.lower() in ("@prefix", "@base")
        if turtle:
            yield Cause("@prefix là của Turtle", "@prefix is Turtle", token.start,
                        f"hãy viết {right}, không có dấu chấm", f"write {right}, without a full stop")  # fmt: skip
        if not token.is_word("PREFIX"):
            continue
        name, iri = tokens[i + 1], tokens[i + 2]
        if name.kind == "word":
            yield Cause("tên tiền tố kết thúc bằng dấu hai chấm", "the name of a prefix ends with a colon", name.start,
                        f"hãy viết PREFIX {name.text}: <…>", f"write PREFIX {name.text}: <…>")  # fmt: skip
        elif name.kind == "name" and name.text.endswith(":") and iri.kind != "iri" and iri.text != "<":
            yield Cause("IRI của tiền tố viết trong < >", "the IRI of a prefix stands between < and >", iri.start,
                        f"hãy viết PREFIX {name.text} <…>", f"write PREFIX {name.text} <…>")  # fmt: skip
        elif iri.kind == "iri" and i + 3 < len(tokens) and tokens[i + 3].is_mark("."):
            yield Cause("sau PREFIX không có dấu chấm", "no full stop stands behind PREFIX", tokens[i + 3].start,
                        "xóa dấu chấm", "delete the full stop")  # fmt: skip


def _operators(tokens: Sequence[Token]) -> Iterator[Cause]:
    for token, after in pairwise(tokens):
        if token.kind == "iri" and token.text == "<>" and after.kind in ("number", "string", "variable", "name"):
            yield Cause("không có phép “<>”", "there is no operator “<>”", token.start, "hãy viết “!=”", "write “!=”")
        if token.is_word("NOT") and not after.is_word("EXISTS", "IN"):
            yield Cause(
                "phủ định viết bằng “!”", "negation is written “!”", token.start, "hãy viết !( … )", "write !( … )"
            )


def _words(tokens: Sequence[Token]) -> Iterator[Cause]:
    named = {t.text[1:] for t in tokens if t.kind == "variable"}
    for i, token in enumerate(tokens):
        if token.kind != "word":
            continue
        right = _OTHER_WORDS.get(token.text.upper())
        if right is not None and (token.text.upper() != "IS" or (i + 1 < len(tokens) and tokens[i + 1].text == "a")):
            yield Cause(f"SPARQL không có từ “{token.text}”", f"SPARQL has no word “{token.text}”", token.start,
                        f"hãy viết {right}", f"write {right}")  # fmt: skip
        elif token.text in named and token.text.lower() not in ("a", "true", "false"):
            yield _no_mark(token)
        elif token.is_word("SELECT", "DISTINCT") and i + 1 < len(tokens):
            after = tokens[i + 1]
            called = i + 2 < len(tokens) and tokens[i + 2].is_mark("(")
            other = after.is_word("WHERE", "FROM", "REDUCED", "DISTINCT", "AS") or after.text.upper() in _OTHER_WORDS
            if after.kind == "word" and not called and not other:
                yield _no_mark(after)
        elif token.is_word("FROM") and _is_table(tokens[i + 1 : i + 2]):
            yield Cause("FROM nhận <IRI> của một đồ thị", "FROM takes the <IRI> of a graph", token.start,
                        "bỏ FROM để hỏi mọi đồ thị", "leave FROM out to ask all graphs")  # fmt: skip


def _is_table(behind: Sequence[Token]) -> bool:
    return any(token.kind == "word" and not token.is_word("NAMED") for token in behind)


def _no_mark(token: Token) -> Cause:
    return Cause(f"tên biến bắt đầu bằng “?”: {token.text[:40]}", f"the name of a variable begins with “?”: {token.text[:40]}",
                 token.start, f"hãy viết ?{token.text[:40]}", f"write ?{token.text[:40]}")  # fmt: skip


def _variables(scanned: Scan, tokens: Sequence[Token]) -> Iterator[Cause]:
    for one, sign, two in zip(tokens, tokens[1:], tokens[2:], strict=False):
        glued = one.start + len(one.text) == sign.start and sign.start + 1 == two.start and two.kind == "word"
        if not glued or sign.kind != "mark":
            continue
        if one.kind == "variable" and sign.text == "-":
            right = f"{one.text}_{two.text}"
            yield Cause("tên biến không có dấu “-”", "the name of a variable has no “-”", sign.start,
                        f"hãy viết {right}", f"write {right}")  # fmt: skip
        elif one.kind == "name" and sign.text == "/":
            right = f"<{expand(scanned, one) or one.text}/{two.text}…>"
            yield Cause("tên viết tắt không có dấu “/”", "a prefixed name has no “/”", sign.start,
                        f"hãy viết cả IRI: {right}", f"write the whole IRI: {right}")  # fmt: skip


def _numbers(scanned: Scan, tokens: Sequence[Token]) -> Iterator[Cause]:
    for i, token in enumerate(tokens[:-1]):
        if token.kind != "number":
            continue
        after, before = tokens[i + 1], tokens[i - 1] if i else None
        if day := _DAY.match(scanned.query, token.start):
            right = f'"{day[0]}"^^xsd:date'
            yield Cause("ngày là một literal có kiểu", "a date is a literal with a datatype", token.start,
                        f"hãy viết {right}", f"write {right}")  # fmt: skip
        elif after.is_mark("%"):
            yield Cause(
                "số không có dấu “%”",
                "a number has no “%”",
                after.start,
                f"hãy viết {token.text}",
                f"write {token.text}",
            )
        elif after.is_mark(",") and before is not None and before.text in ("<", ">", "=") and i + 2 < len(tokens):
            right = f"{token.text}.{tokens[i + 2].text}"
            if tokens[i + 2].kind == "number":
                yield Cause("phần thập phân viết sau dấu chấm", "a decimal point is written “.”", after.start,
                            f"hãy viết {right}", f"write {right}")  # fmt: skip


def _clauses(tokens: Sequence[Token]) -> Iterator[Cause]:
    for i, token in enumerate(tokens[:-1]):
        after = tokens[i + 1]
        if token.is_word(*_BEFORE_GROUPS) and not after.is_mark("{"):
            yield Cause(f"sau {token.text} là một nhóm trong ngoặc nhọn", f"behind {token.text} stands a group in braces",
                        after.start, f"hãy viết {token.text.upper()} {{ … }}", f"write {token.text.upper()} {{ … }}")  # fmt: skip
        elif token.is_word("WHERE") and not after.is_mark("{"):
            yield Cause(
                "sau WHERE là ngoặc nhọn",
                "behind WHERE stands a brace",
                after.start,
                "hãy viết WHERE { … }",
                "write WHERE { … }",
            )
        elif token.is_word("ASK") and after.kind in ("variable", "number"):
            yield Cause("ASK không có biến: chỉ hỏi có hay không", "ASK has no variables: it asks whether there is any",
                        after.start, "hãy viết ASK { … }", "write ASK { … }")  # fmt: skip
        elif (
            token.kind == "mark"
            and token.text in ",;"
            and after.is_word("FILTER", "OPTIONAL", "BIND", "MINUS", "VALUES")
        ):
            if token.text == ",":
                yield Cause(f"trước {after.text} không có dấu phẩy", f"no comma stands before {after.text}", token.start,
                            "thay bằng dấu chấm", "write a full stop")  # fmt: skip
        elif token.is_word("VALUES"):
            yield from _values(tokens, i)
        elif token.is_mark(";"):
            yield from _new_subject(tokens, i)


def _values(tokens: Sequence[Token], at: int) -> Iterator[Cause]:
    after = tokens[at + 1]
    if after.kind == "variable":
        if at + 2 < len(tokens) and not tokens[at + 2].is_mark("{"):
            yield Cause(f"các giá trị của {after.text} viết trong ngoặc nhọn", f"values of {after.text} stand in braces",
                        tokens[at + 2].start, f"hãy viết VALUES {after.text} {{ … }}", f"write VALUES {after.text} {{ … }}")  # fmt: skip
        return
    end = next((j for j in range(at + 1, min(at + _MOST_LOOKED, len(tokens))) if tokens[j].is_mark(")")), at)
    width = sum(token.kind == "variable" for token in tokens[at + 1 : end])
    count, i = 0, end + 1
    while i < min(at + _MOST_LOOKED, len(tokens)) and not tokens[i].is_mark("}"):
        token = tokens[i]
        if token.is_mark("("):
            count, opened = 0, token
        elif token.is_mark(")") and count != width:
            yield Cause(f"dòng này có {count} giá trị, cần {width}", f"this row has {count} values where {width} are needed",
                        opened.start, "giá trị không biết thì viết UNDEF", "write UNDEF for one that is not known")  # fmt: skip
            return
        elif (token.kind in _TERMS and not (i and tokens[i - 1].is_mark("^"))) or token.is_word(
            "UNDEF", "TRUE", "FALSE"
        ):
            count += 1
        i += 1


def _new_subject(tokens: Sequence[Token], at: int) -> Iterator[Cause]:
    """Find three terms in a row behind ";", where a property and a value are meant."""
    row = tokens[at + 1 : at + 4]
    if [token.kind in _TERMS or token.text == "a" for token in row] != [True] * 3:
        return
    if row[0].kind in ("variable", "iri") and (row[1].kind in ("name", "iri") or row[1].text == "a"):
        yield Cause("sau “;” là thuộc tính của cùng một thứ", "behind “;” stands a property of the same thing",
                    tokens[at].start, f"trước {row[0].text} viết dấu “.”", f"write “.” before {row[0].text}")  # fmt: skip


def _modifiers(tokens: Sequence[Token]) -> Iterator[Cause]:
    last, depth, clause = -1, 0, ""
    for i, token in enumerate(tokens):
        depth += token.is_mark("{") - token.is_mark("}") + token.is_mark("(") - token.is_mark(")")
        word = token.text.upper() if token.kind == "word" else ""
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if token.kind == "mark" and token.text in "{}":
            last, clause = -1, ""
        elif word in _ORDER:
            if _ORDER.index(word) < last:
                yield Cause(f"{word} đứng trước {_ORDER[last]}", f"{word} stands before {_ORDER[last]}", token.start,
                            f"chuyển {word} lên trước", f"move {word} up")  # fmt: skip
            last, clause = _ORDER.index(word), word
        if word in ("LIMIT", "OFFSET") and after is not None and after.kind != "number":
            yield Cause(
                f"{word} nhận một số nguyên",
                f"{word} takes a whole number",
                after.start,
                f"ví dụ {word} 10",
                f"for example {word} 10",
            )
        elif clause in ("ORDER", "GROUP") and token.is_mark(",") and tokens[i - 1].kind in ("variable", "mark"):
            if _depth_since(tokens, i) == 0:
                yield Cause(f"các biến sau {clause} BY cách nhau bằng dấu cách", f"variables behind {clause} BY are separated by spaces",
                            token.start, "xóa dấu phẩy", "delete the comma")  # fmt: skip
        elif (
            word in ("ASC", "DESC")
            and i
            and tokens[i - 1].kind == "variable"
            and (after is None or not after.is_mark("("))
        ):
            right = f"{word}({tokens[i - 1].text})"
            yield Cause(
                f"{word} đứng trước biến",
                f"{word} stands before the variable",
                token.start,
                f"hãy viết {right}",
                f"write {right}",
            )


def _depth_since(tokens: Sequence[Token], at: int) -> int:
    """Return how many round brackets are open at a token, counted from the last brace."""
    depth = 0
    for token in reversed(tokens[max(at - _MOST_LOOKED, 0) : at]):
        if token.kind == "mark" and token.text in "{}":
            break
        depth += token.is_mark("(") - token.is_mark(")")
    return depth


def _aggregates(tokens: Sequence[Token]) -> Iterator[Cause]:
    inside: list[str] = []
    for i, token in enumerate(tokens):
        if token.is_mark("("):
            before = tokens[i - 1] if i else None
            inside.append(before.text.upper() if before is not None and before.kind == "word" else "")
        elif token.is_mark(")") and inside:
            inside.pop()
        elif token.kind == "word" and token.text.upper() in _AGGREGATES and {"BIND", "FILTER"} & set(inside):
            where_vi, where_en = (
                "chỉ đứng sau SELECT, HAVING hoặc ORDER BY",
                "stands behind SELECT, HAVING or ORDER BY only",
            )
            yield Cause(f"phép gộp {token.text} {where_vi}", f"the aggregate {token.text} {where_en}", token.start,
                        f"hãy viết SELECT ({token.text}(…) AS ?n) … GROUP BY, HAVING({token.text}(…) > …)",
                        f"write SELECT ({token.text}(…) AS ?n) … GROUP BY, HAVING({token.text}(…) > …)")  # fmt: skip
        elif (
            token.is_word("COUNT")
            and i + 3 < len(tokens)
            and tokens[i + 2].kind == "variable"
            and tokens[i + 3].is_mark(",")
        ):
            yield Cause("COUNT nhận một biến", "COUNT takes one variable", tokens[i + 3].start,
                        "hãy viết (COUNT(*) AS ?n), hoặc đếm từng biến", "write (COUNT(*) AS ?n), or count each variable")  # fmt: skip


def _arguments(tokens: Sequence[Token]) -> Iterator[Cause]:
    """Find a function with too few or too many arguments."""
    open_: list[tuple[Token | None, int, bool]] = []  # the function, commas so far, whether anything stands inside
    for i, token in enumerate(tokens):
        if token.is_mark("("):
            if open_:
                open_[-1] = (*open_[-1][:2], True)
            before = tokens[i - 1] if i and tokens[i - 1].kind == "word" else None
            open_.append((before, 0, False))
        elif token.is_mark(")") and open_:
            name, commas, filled = open_.pop()
            least, most = _ARGUMENTS.get(name.text.upper(), (0, 99)) if name is not None else (0, 99)
            given = commas + 1 if filled else 0
            if name is not None and not least <= given <= most:
                wanted = str(least) if least == most else f"{least}-{most}"
                yield Cause(f"{name.text} nhận {wanted} giá trị, ở đây có {given}",
                            f"{name.text} takes {wanted} values, here are {given}", name.start)  # fmt: skip
        elif open_:
            name, commas, _ = open_[-1]
            open_[-1] = (name, commas + token.is_mark(","), True)
