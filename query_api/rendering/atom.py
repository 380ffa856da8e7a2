"""Feeds as Atom (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

MEDIA_TYPE = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 §2.2


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed.

    Attributes:
        key: what distinguishes it from all other entries, for good.
        title: what it says, in a few words.
        summary: more about it.
        link: address of its page.
        updated: when it came about.
        category: what kind of entry it is.
    """

    key: str
    title: str
    summary: str
    link: str
    updated: datetime
    category: str


def feed(title: str, address: str, page: str, entries: Iterable[Entry], *, language: str, updated: datetime) -> bytes:
    """Return a feed.

    Args:
        title: what it is called.
        address: its own address.
        page: address of the page that says the same.
        entries: newest first.
        language: language of its texts.
        updated: when something of it changed last.
    """
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": language})
    _head(root, title, address, updated)
    SubElement(root, "link", {"rel": "self", "type": MEDIA_TYPE, "href": address})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    author = SubElement(root, "author")
    SubElement(author, "name").text = "langnghe"
    for entry in entries:
        element = SubElement(root, "entry")
        _head(element, entry.title, entry.key, entry.updated)
        SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.link})
        SubElement(element, "category", {"term": entry.category})
        SubElement(element, "summary").text = _text(entry.summary)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _head(element: Element, title: str, key: str, updated: datetime) -> None:
    SubElement(element, "id").text = f"urn:uuid:{uuid5(NAMESPACE_URL, key)}"
    SubElement(element, "title").text = _text(title)
    SubElement(element, "updated").text = updated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(value: str) -> str:
    return _NO_XML.sub("", value)
