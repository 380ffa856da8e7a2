"""Messages of findings in both languages.

Engines keep the language tags of messages for core constraints but drop them for ``sh:sparql``. So the language of a
filled message is found by the template that it was made from: the one of the rule's messages that it matches.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

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
