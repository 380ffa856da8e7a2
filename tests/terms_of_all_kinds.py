"""RDF terms of every shape that a result may hold, as hypothesis strategies; and their text in a query."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import strategies as st

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
CONTROLS = "".join(map(chr, range(0x20))) + "\x7f\x85\xa0\u2028\u2029\ufeff\ufffd\ufffe\uffff"
ODD = "\"'\\<>&{}|^`,;=+-@_:#%.~()[]!$*?/ ẾƠđếễ̀·‿😀𠀀"
texts = st.one_of(
    st.text(st.sampled_from(CONTROLS + ODD + "ab1"), max_size=8),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(["", " a ", "- Phát triển", "=1+1", "a\r\nb", "]]>", "<!--", "&#13;", "05", "-5", "NaN"]),
)
_numbers = st.sampled_from(
    [("5", "integer"), ("-05", "integer"), (str(2**63), "integer"), (str(-(2**63)), "long"), ("1.50", "decimal"),
     ("1" * 30 + ".5", "decimal"), ("1e400", "double"), ("-INF", "double"), ("NaN", "float"), ("1.0E5", "double"),
     ("true", "boolean"), ("0", "boolean"), ("2025", "gYear"), ("12025", "gYear"), ("--11-15", "gMonthDay"),
     ("1600-02-29", "date"), ("0001-01-01", "date"), ("2023-01-31", "date"), ("2023-01-31Z", "date"),
     ("2023-01-31T10:00:00", "dateTime"), ("2023-01-31T10:00:00.123456", "dateTime"), ("1500-01-31T10:00:00", "dateTime"),
     ("2023-01-31T10:00:00Z", "dateTime"), ("2023-01-31T10:00:00+07:00", "dateTime"), ("2023-01-31T24:00:00", "dateTime"),
     ("P1D", "duration"), ("maybe", "boolean"), ("2024-02-30", "date"), ("8e1", "decimal"), ("1_000", "integer")]
)  # fmt: skip
# The engine's own form of a number: what is read back is the same value, written in the canonical way.
canonical = st.sampled_from(
    [ox.Literal(text, datatype=ox.NamedNode(XSD + kind)) for text, kind in
     [("5", "integer"), ("-5", "integer"), ("1.5", "decimal"), ("-0.25", "decimal"), ("true", "boolean"),
      ("2025", "gYear"), ("--11-15", "gMonthDay"), ("2023-01-31", "date"), ("2023-01-31T10:00:00Z", "dateTime"),
      ("NaN", "double"), ("-INF", "double"), ("x", "integer"), ("maybe", "boolean"), ("<b>", "token")]]
)  # fmt: skip
languages = st.sampled_from(["vi", "en", "zh-hant-tw", "de-1996", "x-abc"])
locals_ = st.text(st.sampled_from("abZ019-_.~:%/?#=&;,@!$'()*+éếđ·😀𠀀\u0300\u203f"), max_size=6).map(
    lambda text: text.replace("%", "%41")
)


def _iri(start: str, local: str) -> ox.NamedNode:
    """Return an IRI; a second # is none, so what would follow it is left out."""
    whole = start + local
    first, mark, rest = whole.partition("#")
    return ox.NamedNode(first + mark + rest.replace("#", ""))


iris = st.builds(
    _iri,
    st.sampled_from(["http://e/", "http://e/a#", "urn:x:", "https://w3id.org/langnghe/ontology#", RDF, "mailto:a"]),
    locals_,
)
strings = texts.map(ox.Literal)
tagged = st.builds(lambda text, tag: ox.Literal(text, language=tag), texts, languages)
typed = st.builds(lambda text, datatype: ox.Literal(text, datatype=datatype), texts, iris)
numbers = _numbers.map(lambda pair: ox.Literal(pair[0], datatype=ox.NamedNode(XSD + pair[1])))
blank_nodes = st.sampled_from(["a", "0", "b0", "9a-b", "a.b", "x_y"]).map(ox.BlankNode)
literals = st.one_of(strings, tagged, typed, canonical)
plain_triples = st.builds(ox.Triple, iris | blank_nodes, iris, iris | blank_nodes | literals)
triples = st.one_of(plain_triples, st.builds(ox.Triple, iris | blank_nodes, iris, plain_triples))


def written(term: ox.NamedNode | ox.Literal) -> str:
    """Return a term as a query holds it: every character of a text as an escape."""
    if isinstance(term, ox.NamedNode):
        return f"<{term.value}>"
    text = '"' + "".join(f"\\U{ord(c):08x}" for c in term.value) + '"'
    if term.language:
        return f"{text}@{term.language}"
    return f"{text}^^<{term.datatype.value}>"
