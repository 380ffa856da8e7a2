"""Markup that sites and converters leave in text: what it is, and the text without it.

The rules look only at a mark and the characters next to it, never at a matching mark far away, but for words struck
through, of which a quote holds all or nothing. So a quote cut out of a line (its first and last characters are clean
ones, no stars, underscores or tildes) strips to the same words as the same part of the whole line:
``strip_markup(text)[a:b] == strip_markup(text[offset(a):offset(b)])``. Evidence relies on that law.

Kept on purpose: bullets ("* item", "- item", "+ item"), footnote marks ("[1]"), blanks to fill in ("____"), stars
that are words of their own or stand in brackets ("5 * 3", "(*)").
"""

from __future__ import annotations

import re
from array import array
from html import unescape

from loader.text import MappedText, is_tidy

_BLOCK_TAGS = "br|p|div|ul|ol|li|table|thead|tbody|tfoot|tr|td|th|h[1-6]|hr|center|blockquote|pre|dl|dt|dd"
_INLINE_TAGS = "b|i|u|em|strong|span|sup|sub|font|a|img|s|strike|del|ins|small|big|code|tt|mark|abbr|cite|q|o:p|col"

# Zero-width and direction marks, soft hyphen, byte-order mark inside a text, object replacement character.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc"

# Words struck through are taken back: by GitHub's extension of Markdown (GFM 0.29, section 6.5), or by a tag.
_STRUCK = r"(?<![~\\])~~(?=[^\s~])[^~\n]{1,2000}(?<=\S)~~(?!~)|<(?P<struck>s|strike|del)>[^<>\n]{1,2000}</(?P=struck)>"

_MARK = re.compile(
    rf"""
    (?P<drop>
        {_STRUCK}
      | \[bookmark:[^\[\]\n]{{0,200}}\]                                # left by Word-to-text converters of law sites
      | <!--(?:(?!<!--|-->)[^\n]){{0,1000}}-->
      | </?(?:{_INLINE_TAGS})(?:\s[^<>\n]*)?/?>
      | ^[ \t]*\#{{1,6}}[ \t]+                                # Markdown heading
      | [{_INVISIBLE}]+
      | (?<!\\)\*\*+                                          # Markdown bold; a run of stars says nothing else
      | (?<![\w*(\\])\*(?=[^\s*)\].,;:/|])                    # opening star of italics
      | (?<=\()\*(?=[^\s*)])                                  # the same behind a bracket, but not "(*)"
      | (?<=[^\s*(\[\\|])\*(?![\w*(])                         # closing star
      | (?<![\w\\])_{{1,2}}(?=[^\W_])                         # opening underscores; longer runs are blanks
      | (?<=[^\s_\\:])(?<!\\_)_{{1,2}}(?=[\s.,;:)”"*]|\Z)     # closing underscores
      | !?\[(?=[^\[\]\n]*\]\((?:https?:|mailto:|javascript:|[\#/.])[^()\s]*\))   # link: the words stay
      | (?<=\])\((?:https?:|mailto:|javascript:|[\#/.])[^()\s]*\)
      | \](?=\((?:https?:|mailto:|javascript:|[\#/.])[^()\s]*\))
    )
  | (?P<line></?(?:{_BLOCK_TAGS})(?:\s[^<>\n]*)?/?>)          # tags that end a line
  | \\(?P<escaped>[!-/:-@\[-`{{}}~])(?<!\\\|)                 # Markdown escape (an escaped bar keeps its backslash)
  | (?P<entity>&(?:\#[0-9]{{1,7}}|\#x[0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,30}});)
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
# One character of this class is in every mark: lines without one are taken as they stand.
_TRIGGER = re.compile(rf"[\[\]*_#<&~\\{_INVISIBLE}]")
_STRUCK_WORDS = re.compile(_STRUCK, re.IGNORECASE)
# White space that collapsing changes: runs, and single characters other than a space, tab or line feed.
_UNTIDY = re.compile(r"[^\S\t\n]{2,}|[^\S \t\n]|[^\S\t\n](?=[\t\n])|(?<=[\t\n])[^\S\t\n]")
_SPACE = re.compile(r"\s+")


def strip_markup(text: str) -> str:
    """Return ``text`` without markup; a block tag ("<br>", "<li>") becomes a line feed, white space stays."""
    if not _TRIGGER.search(text):
        return text
    return _MARK.sub(_replacement, text)


def has_struck(text: str) -> bool:
    """Say whether words of a text are struck through."""
    return ("~~" in text or "<" in text) and _STRUCK_WORDS.search(text) is not None


def collapse_whitespace(text: str) -> str:
    """Return ``text`` with each run of white space as one space, and none at either end."""
    return _SPACE.sub(" ", text).strip()


def strip_mapped(text: MappedText) -> MappedText:
    """Return ``text`` without markup, its offsets kept; the same words as ``strip_markup`` of the string."""
    line = text.text
    if not _TRIGGER.search(line):
        return text
    pieces: list[str] = []
    offsets: array[int] = array("I")
    last = 0
    for m in _MARK.finditer(line):
        kept = _replacement(m)
        if kept == m[0]:
            continue
        pieces.append(line[last : m.start()])
        offsets.extend(text.offsets[last : m.start()])
        last = m.end()
        if kept:
            pieces.append(kept)
            offsets.extend([text.offsets[_anchor(m, line)]] * len(kept))
    if not last:
        return text
    pieces.append(line[last:])
    offsets.extend(text.offsets[last:])
    return MappedText("".join(pieces), offsets)


def tidy_line(text: MappedText) -> MappedText:
    """Return a line with runs of white space as one space, its tabs kept (they part the cells of a row).

    White space next to a tab and at either end goes; a line of tabs alone stays as it is, for it is a row of
    empty cells. Line feeds made of tags are kept between words and dropped at either end.
    """
    left = len(text.text) - len(text.text.lstrip(" \n\xa0\u2002\u2003\u2009\u3000"))
    right = len(text.text.rstrip(" \n\r\x0b\x0c\xa0\u2002\u2003\u2009\u3000"))
    line = text if left == 0 and len(text.text) == right else text[left:right] if right > left else text[:0]
    if is_tidy(line.text) or not _UNTIDY.search(line.text):
        return line
    pieces: list[str] = []
    offsets: array[int] = array("I")
    last = 0
    for m in re.finditer(r"[^\S\t\n]+", line.text):
        a, b = m.span()
        pieces.append(line.text[last:a])
        offsets.extend(line.offsets[last:a])
        last = b
        if a > 0 and b < len(line.text) and line.text[a - 1] not in "\t\n" and line.text[b] not in "\t\n":
            pieces.append(" ")
            offsets.append(line.offsets[a])
    pieces.append(line.text[last:])
    offsets.extend(line.offsets[last:])
    return MappedText("".join(pieces), offsets)


def settle(text: str) -> str:
    """Return the words of a composed line: markup stripped until nothing changes, white space collapsed.

    Readers that lay a text out themselves use it, so that stripping their text once more changes nothing.
    """
    clean = collapse_whitespace(text)
    if not _TRIGGER.search(clean):
        return clean
    for _ in range(8):
        stripped = collapse_whitespace(strip_markup(clean))
        if stripped == clean:
            return clean
        clean = stripped
    return _TRIGGER.sub(" ", clean).strip()


def _replacement(m: re.Match[str]) -> str:
    if m["line"]:
        return "\n"
    if m["escaped"]:
        return m["escaped"]
    if m["entity"]:
        return unescape(m["entity"])
    return ""


def _anchor(m: re.Match[str], line: str) -> int:
    """Index of the character that the replacement stands for: an end of the mark that a quote would include."""
    if m["entity"]:
        opens = m.start() == 0 or line[m.start() - 1].isspace()
        return m.start() if opens or line[m.end() : m.end() + 1].isalnum() else m.end() - 1
    return m.end() - 1 if m["escaped"] else m.start()
