"""Messages of findings in both languages.

Engines keep the language tags of messages for core constraints but drop them for ``sh:sparql``. So the language of a
filled message is found by the template that it was made from: the one of the rule's messages that it matches.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rdflib import Literal

from loader.validation.findings import Bilingual, Rule

_PLACE = re.compile(r"\{[?$](\w+)\}")


def message(rule: Rule, given: Sequence[Literal]) -> Bilingual:
    """Return what a finding says.

    Args:
        rule: the rule, with the templates of its message.
        given: the messages of the engine's result.

    """
    template = rule.message
    if template.vi and not _PLACE.search(template.vi) and not _PLACE.search(template.en):
        return template
    texts = [str(m) for m in given]
    tagged_vi = next((str(m) for m in given if (m.language or "").startswith("vi")), "")
    tagged_en = next((str(m) for m in given if (m.language or "").startswith("en")), "")
    if template.vi and not (tagged_vi and tagged_en):
        vi, en = _filled(template.vi, texts), _filled(template.en, texts)
        return Bilingual(vi or en or template.vi, en or vi or template.en)
    first = tagged_vi or tagged_en or next(iter(texts), "") or rule.title.vi
    return Bilingual(tagged_vi or first, tagged_en or first)


def spoken(given: Sequence[Literal], rule: Rule) -> Bilingual:
    """Return what a result says by messages of its own, whatever its rule says."""
    return message(replace(rule, message=Bilingual()), given)


def made_for(parameter: str, demand: str, path: str, value: str | None) -> Bilingual:
    """Return what a result of a shape without a message says.

    Args:
        parameter: what was not met ("sh:minCount").
        demand: the value that the shape gives it, "" when it is not told in a word.
        path: the path concerned, "" when none.
        value: the value concerned, None when none.

    """
    wanted = f"{parameter} {demand}".rstrip()
    if value is None:
        return Bilingual(f"{path} không đạt {wanted}.".lstrip(), f"{path} does not meet {wanted}.".lstrip())
    of_vi, of_en = (f" của {path}", f" of {path}") if path else ("", "")
    return Bilingual(f"“{value}”{of_vi} không đạt {wanted}.", f"“{value}”{of_en} does not meet {wanted}.")


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return a template with its places filled; a place without a value stays as it is."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), template)


def _filled(template: str, texts: Sequence[str]) -> str:
    pattern = _pattern(template)
    return next((text for text in texts if pattern.fullmatch(text)), "")


def _pattern(template: str) -> re.Pattern[str]:
    pieces: list[str] = []
    seen: set[str] = set()
    last = 0
    for m in _PLACE.finditer(template):
        pieces.append(re.escape(template[last : m.start()]))
        name = m[1]
        pieces.append(f"(?P={name})" if name in seen else f"(?P<{name}>.*?)")
        seen.add(name)
        last = m.end()
    pieces.append(re.escape(template[last:]))
    return re.compile("".join(pieces), re.DOTALL)
