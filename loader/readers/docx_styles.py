"""Word's styles: what a paragraph or run looks like after its chain of styles is followed."""

from __future__ import annotations

from dataclasses import dataclass, fields

from lxml import etree

from loader.readers.colours import WHITE, colour_of, is_seen

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Look:
    """Properties that matter here; None where a style says nothing.

    Attributes:
        bold: bold face.
        italic: italic face.
        upper: shown in capitals.
        hidden: hidden text.
        struck: struck out.
        centred: paragraph alignment.
        outline: heading depth, 1 to 9; 0 for body text.
        num_id: list that the paragraph belongs to ("0" takes it out of its style's list).
        level: level in that list, from 0.
        font: font name, which tells legacy encodings.
        colour: of the letters, as written; "auto" fits the ground.
        ground: what is shaded or highlighted under them, as written.
        size: half points.
    """

    bold: bool | None = None
    italic: bool | None = None
    upper: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    centred: bool | None = None
    outline: int | None = None
    num_id: str | None = None
    level: int | None = None
    font: str | None = None
    colour: str | None = None
    ground: str | None = None
    size: int | None = None

    def over(self, base: Look) -> Look:
        """Return the look, what it leaves open taken from ``base``."""
        if self == _NOTHING:
            return base
        if base == _NOTHING:
            return self
        return Look(*(getattr(base if getattr(self, f) is None else self, f) for f in _FIELDS))


_FIELDS = tuple(f.name for f in fields(Look))
_NOTHING = Look()


@dataclass(frozen=True, slots=True)
class Style:
    """A named style with its chain followed."""

    name: str
    look: Look


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self.default = _NOTHING
        self.paragraph_default = ""
        if root is None:
            return
        self.default = run_look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for element in root.iterchildren(f"{W}style"):
            style_id = element.get(f"{W}styleId") or ""
            self._elements[style_id] = element
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true", "on"):
                self.paragraph_default = style_id

    def shades(self, style_id: str) -> bool:
        """Whether a table style, or one that it is based on, puts a shade under cells."""
        at, steps = style_id, 0
        while (element := self._elements.get(at)) is not None and steps < 20:
            if any(colour_of(shade.get(f"{W}fill")) not in (None, WHITE) for shade in element.iter(f"{W}shd")):
                return True
            at, steps = value(element.find(f"{W}basedOn")) or "", steps + 1
        return False

    def get(self, style_id: str) -> Style:
        """Return a style; an unknown id gives one that says nothing."""
        known = self._known.get(style_id)
        if known is None:
            chain: list[etree._Element] = []
            at = style_id
            while (element := self._elements.get(at)) is not None and element not in chain and len(chain) < 20:
                chain.append(element)
                at = value(element.find(f"{W}basedOn")) or ""
            look = _NOTHING
            for element in reversed(chain):
                own = paragraph_look(element.find(f"{W}pPr")).over(run_look(element.find(f"{W}rPr")))
                look = own.over(look)
            name = (value(chain[0].find(f"{W}name")) or "") if chain else ""
            known = self._known[style_id] = Style(name.lower(), _with_heading(name.lower(), look))
        return known


UNKNOWN_GROUND = "unknown"
"""A shade that depends on what a table's style does with its rows and columns."""

_LEAST_HALF_POINTS = 4


def is_legible(look: Look, cell_ground: str | None) -> bool:
    """Whether letters of a look are seen on the ground of their run or paragraph, else that of their cell, else white."""
    if look.size is not None and look.size < _LEAST_HALF_POINTS:
        return False
    ground = look.ground if look.ground not in (None, "auto", "none") else cell_ground
    if ground == UNKNOWN_GROUND:
        return True
    colour = colour_of(look.colour)
    return colour is None or is_seen(colour, colour_of(ground))


def _with_heading(name: str, look: Look) -> Look:
    if look.outline is None and name.startswith("heading ") and name[8:].isdigit():
        return Look(outline=min(int(name[8:]), 9)).over(look)
    return look


def paragraph_look(properties: etree._Element | None) -> Look:
    """Read paragraph properties (``w:pPr``)."""
    if properties is None:
        return _NOTHING
    centred = outline = level = None
    num_id = ground = None
    for child in properties:
        tag = child.tag
        if tag == f"{W}jc":
            centred = value(child) == "center"
        elif tag == f"{W}outlineLvl":
            depth = whole_number(value(child), 9)
            outline = depth + 1 if depth < 9 else 0
        elif tag == f"{W}shd":
            ground = child.get(f"{W}fill")
        elif tag == f"{W}numPr":
            num_id = value(child.find(f"{W}numId"))
            given = value(child.find(f"{W}ilvl"))
            level = whole_number(given, 0) if given is not None else None
    return Look(centred=centred, outline=outline, num_id=num_id, level=level, ground=ground)


def run_look(properties: etree._Element | None) -> Look:
    """Read run properties (``w:rPr``)."""
    if properties is None:
        return _NOTHING
    bold = italic = upper = hidden = struck = None
    font = colour = ground = None
    size = None
    for child in properties:
        tag = child.tag
        if tag == f"{W}b":
            bold = is_on(child)
        elif tag == f"{W}i":
            italic = is_on(child)
        elif tag == f"{W}caps":
            upper = is_on(child)
        elif tag == f"{W}color":
            colour = value(child)
        elif tag == f"{W}shd":
            ground = child.get(f"{W}fill")
        elif tag == f"{W}highlight":
            ground = value(child)
        elif tag == f"{W}sz":
            size = whole_number(value(child), 24)
        elif tag in (f"{W}vanish", f"{W}webHidden", f"{W}specVanish"):
            hidden = is_on(child)
        elif tag in (f"{W}strike", f"{W}dstrike"):
            struck = struck or is_on(child)
        elif tag == f"{W}rFonts":
            font = child.get(f"{W}ascii") or child.get(f"{W}hAnsi")
    return Look(
        bold=bold,
        italic=italic,
        upper=upper,
        hidden=hidden,
        struck=struck,
        font=font,
        colour=colour,
        ground=ground,
        size=size,
    )


def value(element: etree._Element | None) -> str | None:
    """Return ``w:val`` of an element that may be missing."""
    if element is None:
        return None
    got: str | None = element.get(f"{W}val")
    return got


def is_on(element: etree._Element | None) -> bool:
    """Whether an on/off property is set: there, and not said to be off."""
    return element is not None and (value(element) or "1").lower() not in _OFF


def whole_number(text: str | None, default: int) -> int:
    """Return a small whole number written in an attribute, else the default."""
    text = (text or "").strip()
    digits = text[1:] if text[:1] == "-" else text
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 8 else default
