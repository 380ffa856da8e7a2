"""What calendars say of a duty, in words."""

from __future__ import annotations

from query_api.explorer.duties import Duty, Words
from query_api.rendering.names import Names


def words_of(duty: Duty, names: Names, where: str, language: str) -> Words:
    """Return what a calendar says of a duty.

    Args:
        duty: what is due.
        names: names of what it mentions.
        where: address of the server.
        language: "vi" or "en".
    """
    english = language == "en"
    by = ", ".join(names.text(b) for b in duty.bodies)
    today = ", ".join(names.text(b) for b in duty.today)
    to = ", ".join(names.text(b) for b in duty.recipients)
    lines = [
        duty.quote or duty.label,
        f"{'By' if english else 'Ai báo cáo'}: {by}" + (f" ({'today' if english else 'nay là'}: {today})" if today else ""),
        f"{'To' if english else 'Gửi'}: {to}" if to else "",
        f"{names.text(duty.document)}, {'section' if english else 'mục'} {duty.section}",
    ]  # fmt: skip
    summary = f"{'Report' if english else 'Báo cáo'}: {by}" + (f" → {to}" if to else "")
    return Words(
        summary, "\n".join(line for line in lines if line), where + names.sentence(duty.item, duty.document),
        (names.text(duty.place),) if duty.place else (),
    )  # fmt: skip
