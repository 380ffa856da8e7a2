"""Sources of money that the part on funding names, with amounts where printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from loader.extraction.evidence import Scribe, trimmed
from loader.extraction.quantities import decimal_of
from loader.extraction.sections import Category, Passage
from loader.facts import Funding
from loader.letters import UPPER
from loader.structure.provisions import Node
from loader.text import MappedText

_SOURCE = re.compile(
    r"(?P<source>(?:các )?(?:nguồn (?:vốn|kinh phí|ngân sách|lực|thu|đầu tư|huy động|hỗ trợ|đóng góp|tài trợ|xã hội hóa|xã hội hoá)|ngân sách|vốn|kinh phí(?= (?:từ|của|lồng|khuyến|sự nghiệp))|lồng ghép|"
    r"chương trình mục tiêu quốc gia|(?:huy động|đóng góp|tài trợ|xã hội hóa|xã hội hoá)|quỹ)\b[^;.]*)",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:(?:Nguồn |Tổng |Dự kiến |Nhu cầu )?[Kk]inh phí(?: (?:thực hiện|triển khai|bố trí|để)[^:]{0,90}?)?(?:\s*:\s*|\s+(?:được )?(?:bố trí |đảm bảo |bảo đảm |huy động |lấy |sử dụng |trích |cân đối )?(?:từ|bằng)\s+(?:các )?(?:nguồn\s*:?\s*)?)|[Nn]guồn kinh phí từ\s+|[Nn]guồn lực thực hiện (?:được )?(?:lấy |huy động |bố trí )?từ\s+|[Nn]guồn vốn thực hiện\s*:\s*|"
    r"[Kk]inh phí từ\s+|[Nn]guồn kinh phí thực hiện\s*:\s*|[Tt]ừ\s+|[Vv]ới\s+|[Tt]rong đó\s*:?\s+|[Dd]o\s+|[Ss]ử dụng\s+|[Bb]ố trí từ\s+|[Hh]uy động từ\s+)",
)
_TAIL = re.compile(
    r"\s*,?\s*(?:theo (?:quy định|phân cấp|khả năng|đúng|Luật)|trong khả năng|để (?:thực hiện|triển khai)|phù hợp|hằng năm được|được (?:bố trí|giao)|cấp qua|bố trí (?:trong|khoảng|\d)|tối thiểu|và quy định|nhằm )\b.*$"
)
_OWN_PARAGRAPH = re.compile(
    r"^(?:Nguồn )?[Kk]inh phí (?:thực hiện|triển khai|được)|^Kế hoạch này được thực hiện bằng|^Nguồn (?:vốn|lực) thực hiện"
)
_IN_SENTENCE = re.compile(
    r"(?:kinh phí từ|lồng ghép|và|bằng|từ)\s+(?P<source>(?:các )?(?:nguồn vốn|ngân sách nhà nước|nguồn kinh phí|nguồn hỗ trợ)[^,;.]*?)(?=\s+(?:để|và|thực hiện|theo|trên cơ sở)\b|[,;.]|$)"
)
_TOTAL = re.compile(
    r"^(?:(?:Dự kiến |Tổng |Nhu cầu )+(?:kinh phí|vốn|mức đầu tư)|kinh phí)[^:;(]{0,80}?(?:là|khoảng|dự kiến)?\s*:?\s*[\d.,]+\s*(?:triệu|tỷ|tỉ|nghìn) đồng\s*,?\s*(?:trong đó|gồm|bao gồm)?\s*:?\s*",
    re.IGNORECASE,
)
_OPENS_PARTS = re.compile(r"(?::|gồm|trong đó)\s*$")
_AMOUNT = re.compile(
    r"(?P<value>\d{1,3}(?:\.\d{3})+|\d{1,18}(?:,\d{1,9})?)\s{0,9}(?P<unit>(?:triệu|tỷ|tỉ|nghìn)\s*đồng|đồng|tỷ|triệu)"
)
_SPLIT = re.compile(
    r"\s*\((?=[^()]{0,40}(?:ngân sách|vốn|nguồn|xã hội h)[^()]*(?:triệu|tỷ))|;\s*|,\s+(?![^()\d]*\))(?=(?:từ\s+)?(?:các nguồn (?:đầu tư|huy động|thu|hợp pháp|kinh phí)|nguồn (?!vốn hợp pháp)|vốn (?!góp)|lồng ghép|kinh phí|ngân sách|huy động|đóng góp|và các nguồn|xã hội h[óo][aá]|Chương trình))|"
    r"\s+và\s+(?=(?:các )?(?:nguồn (?!vốn hợp pháp khác từ)|đóng góp|vốn|ngân sách|huy động|xã hội h[óo][aá]))|(?<!\d)\.\s+(?=["
    + UPPER
    + r"])"
)


def funding(found: Sequence[Passage], scribe: Scribe) -> list[Funding]:
    """Return the sources of money in reading order."""
    result: list[Funding] = []
    seen: set[str] = set()
    for passage in found:
        node = passage.node
        if node.grid is not None or (passage.heading and node.children):
            continue
        if passage.category is not Category.FUNDING and not _OWN_PARAGRAPH.match(node.text.text):
            continue
        for item in _sources(node.text, node, scribe):
            if item.source.lower() not in seen:
                seen.add(item.source.lower())
                result.append(item)
    return result or [item for passage in found for item in _scattered(passage, scribe)]


def _scattered(passage: Passage, scribe: Scribe) -> list[Funding]:
    """Return the sources that sentences on organisation name, for a plan without a part on funding."""
    if passage.category is not Category.ORGANISATION or passage.node.grid is not None:
        return []
    text = passage.node.text
    return [
        Funding(
            m["source"].strip(),
            None,
            None,
            scribe.read(text[m.start("source") : m.end("source")], passage.node, "funding.scattered"),
        )
        for m in _IN_SENTENCE.finditer(text.text)
    ]


def _sources(words: MappedText, node: Node, scribe: Scribe) -> list[Funding]:
    result: list[Funding] = []
    for piece in _pieces(words):
        clean = trimmed(piece)
        text = clean.text
        if len(text) < 8:
            continue
        begin = 0
        while m := _LEAD_IN.match(text[begin:]):
            begin += m.end()
        stripped = text[begin:]
        if _TOTAL.match(text) and not _SOURCE.search(_TOTAL.sub("", stripped)):
            continue
        stripped = _TOTAL.sub("", stripped)
        # The amount of the whole, in front of its first part, is not that part's.
        lead = text[: len(text) - len(stripped)]
        text = stripped if _OPENS_PARTS.search(lead) else text
        source = _TAIL.sub("", stripped).strip(" ./,:;–-")
        amount = _AMOUNT.search(text)
        if not source or not (_SOURCE.search(source) or _names_source(source) or amount):
            continue
        if re.match(r"^(?:Sở|Phòng|UBND|Căn cứ|Hàng năm|Hằng năm|Việc|Giao)\b", source) and not amount:
            continue
        source = _AMOUNT.sub("", source).strip(" .,:;–-()") if amount else source
        value: Decimal | None = decimal_of(amount["value"]) if amount else None
        result.append(
            Funding(
                source or text, value, amount["unit"] if amount else None, scribe.read(clean, node, "funding.source")
            )
        )
    return result


def _pieces(words: MappedText) -> list[MappedText]:
    """Return the parts of a sentence that each name a source; "A và B 10 tỷ đồng" has one amount for both and stays whole."""
    bounds: list[tuple[int, int]] = []
    begin, joined = 0, False
    for m in [*_SPLIT.finditer(words.text), None]:
        stop = m.start() if m else len(words)
        shared = joined and not _AMOUNT.search(words.text, *bounds[-1]) and _AMOUNT.search(words.text, begin, stop)
        if shared:
            bounds[-1] = (bounds[-1][0], stop)
        else:
            bounds.append((begin, stop))
        joined = m is not None and m[0].strip() == "và"
        begin = m.end() if m else stop
    return [words[a:b] for a, b in bounds if b > a]


def _names_source(text: str) -> bool:
    return (
        re.match(
            r"^(?:các )?(?:chương trình|dự án|đề án|doanh nghiệp|tổ chức|cộng đồng|người dân)", text, re.IGNORECASE
        )
        is not None
    )
