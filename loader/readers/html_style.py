"""What HTML elements say of the words in them: face, alignment, list style, font."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from loader.readers.colours import WHITE, Colour, colour_of, is_seen
from loader.readers.html_visibility import Stylesheet, is_tiny
from loader.readers.legacy import font_decoder

_LIST_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LIST_STYLES = {
    "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "none": "none",
}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_FONT_FAMILY = re.compile(r"(?i)font-family\s*:\s*[\"']?([^;,\"']{1,60})")
_FONT_FACE = re.compile(r"\s*[\"']?([^;,\"']{1,60})")


@dataclass(frozen=True, slots=True)
class Style:
    """What an element and those around it say of the words in it."""

    bold: bool = False
    italic: bool = False
    centred: bool = False
    heading: int = 0
    upper: bool = False
    verbatim: bool = False
    font: str = ""
    colour: Colour | None = None
    ground: Colour | None = None
    tiny: bool = False

    @property
    def seen(self) -> bool:
        """Whether words in this style are seen."""
        return not self.tiny and (self.colour is None or is_seen(self.colour, self.ground))


@dataclass(slots=True)
class List:
    """A list while its items come in."""

    style: str
    next_number: int


def styled(element: etree._Element, tag: str, outer: Style, sheet: Stylesheet) -> Style:
    """Return the style of an element inside ``outer``."""
    css = sheet.declarations(element, tag)
    align = (element.get("align") or "").lower()
    bold, italic, centred, heading = outer.bold, outer.italic, outer.centred, outer.heading
    upper, verbatim, font = outer.upper, outer.verbatim, outer.font
    if tag in ("b", "strong", "th"):
        bold = True
    elif tag in ("i", "em"):
        italic = True
    elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        bold, heading = True, int(tag[1])
    elif tag == "pre":
        verbatim = True
    if align or tag == "center":
        centred = align in ("center", "middle") or tag == "center"
    if tag in ("td", "th"):
        heading = 0
    if css:
        if weight := re.search(r"font-weight\s*:\s*(\w+)", css):
            bold = weight[1] in ("bold", "bolder", "600", "700", "800", "900")
        if slant := re.search(r"font-style\s*:\s*(\w+)", css):
            italic = slant[1] in ("italic", "oblique")
        if aligned := re.search(r"text-align\s*:\s*(\w+)", css):
            centred = aligned[1] == "center"
        if "text-transform" in css:
            upper = bool(re.search(r"text-transform\s*:\s*uppercase", css))
        if "white-space" in css and re.search(r"white-space\s*:\s*pre", css):
            verbatim = True
        if "font-family" in css:
            font = _legacy_font(_FONT_FAMILY, element.get("style") or "")
    if tag == "font" and element.get("face"):
        font = _legacy_font(_FONT_FACE, element.get("face") or "")
    colour, ground, tiny = _inks(element, tag, css, outer, sheet)
    new = Style(bold, italic, centred, heading, upper, verbatim, font, colour, ground, tiny)
    return outer if new == outer else new


def _inks(
    element: etree._Element, tag: str, css: str, outer: Style, sheet: Stylesheet
) -> tuple[Colour | None, Colour | None, bool]:
    """Return colour and ground of an element's words, and whether they are too small to be read."""
    colour, ground, tiny = outer.colour, outer.ground, outer.tiny
    if named := element.get("bgcolor"):
        ground = colour_of(named) or ground
    if tag == "font" and element.get("color"):
        colour = colour_of(element.get("color"))
    if "color" in css or "background" in css:
        if grounds := _GROUND.findall(css):
            # A picture or a gradient may be anything: words on it are taken to be seen.
            ground = colour_of(grounds[-1]) or (_UNKNOWN if re.search(r"url\(|gradient", css) else ground)
        if colours := _COLOUR.findall(css):
            colour = colour_of(colours[-1])
            clear = "transparent" in colours[-1] or re.match(r"rgba\([^)]*,\s*0?\.?0+\s*\)", colours[-1])
            if clear:
                colour = ground or WHITE
            elif sheet.external and element.get("class") and ground is None:
                ground = _UNKNOWN  # another file may colour what lies below
    said = is_tiny(css)
    return colour, ground, tiny if said is None else said


_GROUND = re.compile(r"(?<![\w-])background(?:-color)?\s*:\s*([^;]+?)\s*(?:!important\s*)?(?:;|$)")
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;]+?)\s*(?:!important\s*)?(?:;|$)")
_UNKNOWN: Colour = (-255, -255, -255)  # unlike every colour


def _legacy_font(pattern: re.Pattern[str], text: str) -> str:
    """Return the first font named, if it stands for a legacy encoding."""
    found = pattern.search(text)
    return found[1] if found and font_decoder(found[1]) else ""


def list_of(element: etree._Element, tag: str, depth: int) -> List:
    """Return the list that an ``ol`` or ``ul`` begins; ``depth`` counts the bullet lists around it."""
    css = _LIST_STYLE.search((element.get("style") or "").lower())
    if tag == "ul":
        style = "none" if css and css[1] == "none" else "+" if depth == 1 else "-"
        return List(style, 1)
    style = _LIST_TYPES.get(element.get("type") or "", "decimal")
    if css:
        style = _LIST_STYLES.get(css[1], style)
    start = element.get("start") or "1"
    return List(style, int(start) if start.isdigit() and len(start) < 6 else 1)


def span(element: etree._Element, attribute: str) -> int:
    """Return ``colspan`` or ``rowspan`` of a cell."""
    value = (element.get(attribute) or "1").strip()
    if not value.isdigit() or len(value) > 6:
        return 1
    return int(value) or (10_000 if attribute == "rowspan" else 1)  # rowspan="0" reaches to the end
