"""The program of a process that checks one file: an order comes as its argument, the outcome goes to standard output.

Both are typed. Nothing is pickled: whoever breaks into a reader with a file of his could send anything for an object.
"""

from __future__ import annotations

import gc
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from loader.errors import GraphError, InputError, LangngheError, ResourceError, system_error

_BYTES = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
_SELDOM = 100_000  # objects made between two looks for garbage: what a check makes lives till its end


@dataclass(frozen=True, slots=True, config=_BYTES)
class CheckOrder:
    """What is to be checked.

    Attributes:
        file: where it lies.
        language: language of the messages and of the page.
        as_of: the day that the rules of currency look at; today if None.
        force: read it even if it has not the marks of an official document.
    """

    file: Path
    language: Literal["vi", "en"] = "vi"
    as_of: date | None = None
    force: bool = False


@dataclass(frozen=True, slots=True, config=_BYTES)
class CheckedUpload:
    """The report, in every form.

    Attributes:
        ttl: RDF (SHACL validation report).
        html: a page.
        json: for programs.
        csv: for spreadsheets.
        sarif: for editors and code-scanning tools.
    """

    ttl: bytes
    html: bytes
    json: bytes
    csv: bytes
    sarif: bytes
    outcome: Literal["checked"] = "checked"


@dataclass(frozen=True, slots=True, config=_BYTES)
class Unreadable:
    """What was sent cannot be read; the message says why."""

    message: str
    outcome: Literal["unreadable"] = "unreadable"


@dataclass(frozen=True, slots=True, config=_BYTES)
class Exhausted:
    """There was not enough memory, or room on the disk."""

    outcome: Literal["exhausted"] = "exhausted"


@dataclass(frozen=True, slots=True, config=_BYTES)
class Failed:
    """The fault is ours; the message says what it is, where that is known."""

    message: str = ""
    outcome: Literal["failed"] = "failed"


CheckOutcome = CheckedUpload | Unreadable | Exhausted | Failed
OUTCOME: TypeAdapter[CheckOutcome] = TypeAdapter(Annotated[CheckOutcome, Field(discriminator="outcome")])
"""Reads and writes outcomes."""
ORDER = TypeAdapter(CheckOrder)
"""Reads and writes orders."""


def check(order: CheckOrder) -> CheckedUpload:
    """Check a file.

    Raises:
        LangngheError: it cannot be read, or the rules cannot be used.
    """
    from loader.project import Project
    from loader.validation.findings import Language
    from loader.validation.report import render
    from loader.validation.service import check_file

    report = check_file(Project.find(), order.file, as_of=order.as_of, force=order.force)
    language = Language(order.language)
    ttl, html, json, csv, sarif = (
        render(report, f, language=language) for f in ("ttl", "html", "json", "csv", "sarif")
    )
    return CheckedUpload(ttl=ttl, html=html, json=json, csv=csv, sarif=sarif)


def outcome_of(error: BaseException, order: CheckOrder) -> CheckOutcome:
    """Return what an error means for whoever sent the file, its folder left out: that is nobody's business."""
    told = error if isinstance(error, LangngheError) else system_error(error)
    if told is None:
        return Failed()
    message = str(told).replace(f"{order.file.parent}{os.sep}", "")
    if isinstance(told, ResourceError):
        return Exhausted()
    # A graph that does not parse is the sender's fault, as an unreadable document is; a fault elsewhere is ours.
    if isinstance(told, InputError) or (isinstance(told, GraphError) and message.startswith(order.file.name)):
        return Unreadable(message=message)
    return Failed(message=message)


def main(argument: str) -> None:
    """Carry out an order; what libraries print by themselves is not taken for the outcome."""
    answer = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    gc.set_threshold(_SELDOM)
    order = ORDER.validate_json(argument)
    outcome: CheckOutcome
    try:
        outcome = check(order)
    except BaseException as error:
        outcome = outcome_of(error, order)
    with answer:
        answer.write(OUTCOME.dump_json(outcome))


if __name__ == "__main__":
    main(sys.argv[1])
