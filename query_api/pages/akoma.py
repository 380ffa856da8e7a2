"""The text of a document with its parts as Akoma Ntoso 3 (OASIS LegalDocML), at the document's IRI + ``/text.akn.xml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import Response

from query_api.engine.constancy import of_one_version
from query_api.engine.results import text_of
from query_api.problems import RequestError
from query_api.shared.caching import etag_of, is_fresh
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["linked data"])
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
MEDIA_TYPE = "application/akn+xml"
SUFFIX = "text.akn.xml"
_US = "#langnghe"
_UNDATED = "0001-01-01"
_PATH = re.compile(r"[A-Za-z0-9._~/-]+")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_ID = re.compile(r"[^0-9a-z]+")
# Kinds of parts → element and the abbreviation that the naming convention has for its identifiers.
_ELEMENTS = {
    "article": ("article", "art"),
    "section": ("section", "sec"),
    "clause": ("clause", "clause"),
    "point": ("point", "point"),
    "paragraph": ("paragraph", "para"),
    "bullet": ("indent", "indent"),
}
_OTHER = "hcontainer"


@dataclass(slots=True)
class Part:
    """A part of a document.

    Attributes:
        iri: its IRI.
        kind: value of ln:provisionKind.
        number: as printed, "" if it has none.
        start: offset of its first character in the source text.
        end: offset behind its last.
        parts: the parts in it, in order.
    """

    iri: str
    kind: str
    number: str
    start: int
    end: int
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Text:
    """A document's text with what is known of the document.

    Attributes:
        iri: the document.
        label: how it is called.
        number: its number, "" if unknown.
        issued: date of issue (ISO), or none.
        issuer: IRI of the issuing body, if known.
        whole: the source text.
        start: offset where the document begins in it.
        end: offset where it ends.
        parts: its parts, each in the one that it belongs to.
    """

    iri: str
    label: str
    number: str
    issued: str | None
    issuer: str | None
    whole: str
    start: int
    end: int
    parts: tuple[Part, ...]


@readable(router, "/{path:path}/" + SUFFIX, summary="The text of a document with its parts, Akoma Ntoso 3")
async def document(request: Request, services: Shared, path: str) -> Response:
    """Send a document's text with its parts nested, each with an identifier and its IRI."""
    version = services.engine.summary.version
    headers = {
        "ETag": etag_of(version, path, MEDIA_TYPE),
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding, Origin",
    }
    if is_fresh(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(None, 304, headers)
    text = None
    if _PATH.fullmatch(path):
        version, text = await of_one_version(services.engine, lambda: read(services, services.settings.base + path))
    if text is None:
        raise RequestError("not-found", "the graph has no text of such a document")
    headers["ETag"] = etag_of(version, path, MEDIA_TYPE)
    return Response(write(text), 200, {**headers, "Content-Type": MEDIA_TYPE})


async def read(services: Services, iri: str) -> Text | None:
    """Return the text of a document; None if the graph has none."""
    found = await services.queries.rows("akoma-document", document=ox.NamedNode(iri))
    if not found.rows:
        return None
    source, whole, label, number, issued, issuer = found.rows[0]
    assert isinstance(source, ox.NamedNode)
    rows = await services.queries.rows("akoma-parts", source=source)
    size = len(text_of(whole))
    own: list[Part] = []
    others: list[int] = []
    for of, part, kind, start, end, printed in rows.rows:
        place = int(text_of(start)), min(int(text_of(end)), size)
        if isinstance(of, ox.NamedNode) and of.value == iri and isinstance(part, ox.NamedNode):
            own.append(Part(part.value, text_of(kind), text_of(printed), *place))
        else:
            others.extend(place)
    # A document that shares its text with another and has no parts of its own is shown with the whole of it.
    first = min((p.start for p in own), default=0)
    last = max((p.end for p in own), default=size)
    return Text(
        iri, text_of(label), text_of(number), text_of(issued) or None,
        issuer.value if isinstance(issuer, ox.NamedNode) else None, text_of(whole),
        # What stands between the parts of two documents of one text opens the later one.
        start=max((o for o in others if o <= first), default=0) if own else 0,
        end=last if any(o >= last for o in others) else size,
        parts=nest(own),
    )  # fmt: skip


def nest(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Put each part into the innermost one that it stands in; parts that overlap otherwise follow one another."""
    top: list[Part] = []
    open_parts: list[Part] = []
    for part in sorted(parts, key=lambda p: (p.start, -p.end, len(p.iri), p.iri)):
        while open_parts and open_parts[-1].end < part.end:
            open_parts.pop()
        while open_parts and open_parts[-1].end <= part.start:
            open_parts.pop()
        (open_parts[-1].parts if open_parts else top).append(part)
        open_parts.append(part)
    return tuple(top)


def write(text: Text) -> bytes:
    """Return a document as Akoma Ntoso."""
    register_namespace("", NAMESPACE)
    root = Element(_name("akomaNtoso"))
    is_act = any(part.kind == "article" for part in text.parts)
    kind = SubElement(root, _name("act" if is_act else "doc"), {"name": "decision" if is_act else "plan"})
    _write_meta(kind, text)
    first = text.parts[0].start if text.parts else text.end
    opening, number = _without_number(text.whole[text.start : first], text.parts[0] if text.parts else None)
    lines = list(_lines(opening))
    if lines and text.parts:
        preface = SubElement(kind, _name("preface"), {"eId": "preface"})
        for line in lines:
            SubElement(preface, _name("p")).text = line
    body = SubElement(kind, _name("body" if is_act else "mainBody"), {"eId": "body"})
    used: set[str] = set()
    _write_parts(body, text.whole, text.parts, "", used, number)
    rest = text.whole[max((p.end for p in text.parts), default=text.end) : text.end]
    if not text.parts:
        _write_rest(body, opening, "", used)
    elif closing := list(_lines(rest)):
        conclusions = SubElement(kind, _name("conclusions"), {"eId": "conclusions"})
        for line in closing:
            SubElement(conclusions, _name("p")).text = line
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(tostring(root, encoding="utf-8")) + b"\n"


def _write_parts(
    parent: Element, whole: str, parts: Sequence[Part], prefix: str, used: set[str], printed: str = ""
) -> None:
    """Write parts one after another; what stands between them is kept, less the number that opens the next."""
    at = parts[0].start if parts else 0
    for part in parts:
        if part.start > at:
            between, printed = _without_number(whole[at : part.start], part)
            _write_rest(parent, between, prefix, used)
        _write_part(parent, whole, part, prefix, used, printed)
        at, printed = max(at, part.end), ""


def _write_part(parent: Element, whole: str, part: Part, prefix: str, used: set[str], printed: str) -> None:
    name, short = _ELEMENTS.get(part.kind, (_OTHER, part.kind))
    known = _NOT_ID.sub("", part.number.lower())
    eid = _unique(f"{prefix}{short}_{known}" if known else f"{prefix}{short}", used, numbered=bool(known))
    attributes = {"eId": eid, "GUID": part.iri}
    if name == _OTHER:
        attributes["name"] = part.kind
    node = SubElement(parent, _name(name), attributes)
    inside = whole[part.start : part.parts[0].start if part.parts else part.end]
    if not printed:
        printed, inside = _split_number(inside, part.number)
    if printed:
        SubElement(node, _name("num")).text = _clean(printed)
    if not part.parts:
        content = SubElement(node, _name("content"))
        for line in list(_lines(inside)) or [""]:
            SubElement(content, _name("p")).text = line
        return
    head, number = _without_number(inside, part.parts[0])
    heading, *intro = list(_lines(head)) or [""]
    if heading:
        SubElement(node, _name("heading")).text = heading
    if intro:
        opening = SubElement(node, _name("intro"))
        for line in intro:
            SubElement(opening, _name("p")).text = line
    _write_parts(node, whole, part.parts, f"{eid}__", used, number)
    rest = whole[max(p.end for p in part.parts) : part.end]
    _write_rest(node, rest, f"{eid}__", used)


def _write_rest(parent: Element, text: str, prefix: str, used: set[str]) -> None:
    """Keep text that no part holds (a line between two tables, say)."""
    lines = list(_lines(text))
    if lines:
        eid = _unique(f"{prefix}{_OTHER}", used, numbered=False)
        node = SubElement(parent, _name(_OTHER), {"eId": eid, "name": "text"})
        content = SubElement(node, _name("content"))
        for line in lines:
            SubElement(content, _name("p")).text = line


def _without_number(text: str, following: Part | None) -> tuple[str, str]:
    """Split what stands before a part into text and the number that the part was printed with ("Điều 2. ", "a) ")."""
    before, newline, last = text.rpartition("\n")
    if following is not None and following.number and following.number in last and len(last.strip()) <= 24:
        return before + newline, last.strip()
    return text, ""


def _split_number(text: str, number: str) -> tuple[str, str]:
    """Split the text of a part into the number that it begins with, as printed, and what follows."""
    if not number:
        return "", text
    match = re.match(rf"\W{{0,12}}(?:[^\W\d]+\s+){{0,2}}{re.escape(number)}(?:[.):/]|(?=\s)|$)", text)
    if match is None and not number[0].isalnum():
        match = re.match(rf"\W{{0,12}}{re.escape(number)}", text)
    return (match.group(), text[match.end() :]) if match is not None else ("", text)


def _write_meta(parent: Element, text: Text) -> None:
    meta = SubElement(parent, _name("meta"))
    identification = SubElement(meta, _name("identification"), {"source": _US})
    for level, suffix in (("FRBRWork", ""), ("FRBRExpression", "/vie"), ("FRBRManifestation", f"/{SUFFIX}")):
        node = SubElement(identification, _name(level))
        SubElement(node, _name("FRBRthis"), {"value": text.iri + suffix})
        SubElement(node, _name("FRBRuri"), {"value": text.iri + suffix})
        SubElement(node, _name("FRBRdate"), {"date": text.issued or _UNDATED, "name": "issued"})
        author = "#issuer" if text.issuer and level != "FRBRManifestation" else _US
        SubElement(node, _name("FRBRauthor"), {"href": author})
        if level == "FRBRWork":
            SubElement(node, _name("FRBRcountry"), {"value": "vn"})
            if text.number:
                SubElement(node, _name("FRBRnumber"), {"value": text.number})
            if text.label:
                SubElement(node, _name("FRBRname"), {"value": _clean(text.label)})
        elif level == "FRBRExpression":
            SubElement(node, _name("FRBRlanguage"), {"language": "vie"})
    references = SubElement(meta, _name("references"), {"source": _US})
    bodies = [("langnghe", text.iri.partition("/vn/")[0] + "/", "langnghe")]
    bodies += [("issuer", text.issuer, text.issuer.rpartition("/")[2])] if text.issuer else []
    for eid, href, shown in bodies:
        SubElement(references, _name("TLCOrganization"), {"eId": eid, "href": href, "showAs": shown})


def _unique(wanted: str, used: set[str], *, numbered: bool) -> str:
    """Return an identifier that is not used yet; those without a number count from 1."""
    eid, count = (wanted, 1) if numbered else (f"{wanted}_1", 1)
    while eid in used:
        count += 1
        eid = f"{wanted}_{count}"
    used.add(eid)
    return eid


def _lines(text: str) -> Iterator[str]:
    return (_clean(line) for line in text.splitlines() if line.strip())


def _clean(text: str) -> str:
    return " ".join(_NOT_XML.sub(" ", text).split())


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"
