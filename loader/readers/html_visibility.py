"""What of an HTML page's text is seen: hidden elements, words in the colour of their ground, letters without size.

Read are the ``style`` attribute, colour attributes, and rules of the page's own style sheets for a tag, a class, an id.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_COMMENT = re.compile(r"/\*.{0,5000}?\*/", re.DOTALL)
_SIMPLE = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<mark>[.#][\w-]+)?", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<![\w-])opacity\s*:\s*0?\.?0+\s*(?:;|$|!)"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top|margin-left)\s*:\s*-\d{4,}|clip\s*:\s*rect\(\s*0"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%|text-decoration(?:-line)?\s*:[^;]*line-through"
)
_STRUCK = frozenset({"s", "strike", "del"})
_NO_HEIGHT = re.compile(r"(?<![\w-])(?:max-)?(?:height|width)\s*:\s*0(?:px|pt|em)?\s*(?:;|$|!)")
_TINY = re.compile(
    r"font-size\s*:\s*(?:0|1|0?\.\d+)(?:\.\d+)?\s*(?:px|pt)\s*(?:;|$|!)|font-size\s*:\s*0(?:[a-z%]*)\s*(?:;|$|!)"
)
_SIZE = re.compile(r"font-size\s*:\s*([\w.%-]+)")
_MOST_RULES = 3_000


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """Declarations for simple selectors ("p", ".hidden", "#note", "span.hidden")."""

    rules: Mapping[str, str] = field(default_factory=dict)
    external: bool = False

    @classmethod
    def of(cls, root: etree._Element) -> Stylesheet:
        """Read the style sheets that stand in a page; those of other files are only known to be there."""
        rules: dict[str, str] = {}
        for element in root.iter("style"):
            for m in _RULE.finditer(_COMMENT.sub("", element.text or "")):
                for selector in m[1].split(","):
                    simple = selector.strip()
                    if simple and _SIMPLE.fullmatch(simple) and len(rules) < _MOST_RULES:
                        rules[simple] = f"{rules.get(simple, '')};{m[2]}"
        external = any("stylesheet" in (link.get("rel") or "").lower() for link in root.iter("link"))
        return cls(rules, external)

    def declarations(self, element: etree._Element, tag: str) -> str:
        """Return what applies to an element, the strongest last, in lower case."""
        own = element.get("style") or ""
        if not self.rules:
            return own.lower()
        marks = [f".{name}" for name in (element.get("class") or "").split()[:20]]
        if name := element.get("id"):
            marks.append(f"#{name}")
        found = [self.rules.get(tag, "")]
        for mark in marks:
            found += [self.rules.get(mark, ""), self.rules.get(f"{tag}{mark}", "")]
        return ";".join(part for part in (*found, own) if part).lower()

    def hides(self, element: etree._Element, tag: str) -> bool:
        """Whether an element is not shown at all, or struck out, which takes its words back."""
        if tag in _STRUCK or element.get("hidden") is not None or element.get("aria-hidden") == "true":
            return True
        css = self.declarations(element, tag)
        if not css:
            return False
        if _HIDDEN.search(css):
            return not _shown_again(css)
        return bool(_NO_HEIGHT.search(css)) and "overflow" in css and "hidden" in css


def _shown_again(css: str) -> bool:
    """Whether a later declaration takes "display: none" back."""
    last = re.findall(r"display\s*:\s*([\w-]+)", css)
    only = not _HIDDEN.search(re.sub(r"display\s*:\s*none", "", css))
    return bool(last) and last[-1] != "none" and only


def is_tiny(css: str) -> bool | None:
    """Whether declarations make letters too small to be read; None if they say nothing of size."""
    if "font-size" not in css:
        return None
    last = _SIZE.findall(css)
    return bool(_TINY.search(f"font-size:{last[-1]};")) if last else None
