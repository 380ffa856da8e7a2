"""What a reader finds misread, as an entry for the curated files of a workspace (``loader.resolution.curation``)."""

from __future__ import annotations

import json

from loader.declarations import KINDS

_KINDS = {kind.term: kind.name for kind in KINDS} | {"GeneralObjective": "objective", "SpecificObjective": "objective"}
"""Local name of a class → what corrections call its facts."""


def correction_entry(class_name: str, quote: str, source_file: str, address: str, today: str) -> str:
    """Return an entry that rejects a fact or corrects a field of it, to be completed by whoever decides.

    Args:
        class_name: local name of the fact's class.
        quote: the words that it was read from.
        source_file: the document's source file, after whose stem the curated file is named.
        address: where the fact stands.
        today: ISO date.
    """
    stem = source_file.rpartition("/")[2].rpartition(".")[0] or source_file
    kind = _KINDS.get(class_name, class_name.lower())
    return f"""# Thêm vào data/ttl/reference/curation/{stem}.toml · add to that file; then: langnghe build
# {address}
[[correction]]
action = "reject"   # "reject": bỏ · drop it; "correct": sửa một trường · mend one field (docs/facts.md)
fact = {json.dumps(kind)}
quote = {json.dumps(" ".join(quote.split())[:160], ensure_ascii=False)}
# field = ""        # với "correct" · with "correct"
# value = ""
who = ""            # ai quyết định · who decides
when = "{today}"
why = ""            # vì sao · why
"""
