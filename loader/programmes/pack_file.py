"""The files of a pack: TOML, checked against its declaration; what is wrong in one is named with its place."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from loader.errors import ConfigurationError, is_exhausted

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Words that a person wrote into a pack."""


class Strict(BaseModel):
    """A table of a pack's file; a field that it does not have is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


Declared = TypeVar("Declared", bound=Strict)


def read_declared(file: Path, declaration: type[Declared]) -> Declared:
    """Return what a file declares; fractions are decimal.

    Raises:
        ConfigurationError: it is not there, is no TOML, or a field is missing, unknown or of the wrong kind; the message
            names the field.
    """
    try:
        return declaration.model_validate(tomllib.loads(file.read_text(encoding="utf-8-sig"), parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"not valid TOML: {error}", where=str(file)) from error
    except (OSError, UnicodeDecodeError) as error:
        if is_exhausted(error):
            raise
        raise ConfigurationError(f"cannot be read: {error}", where=str(file)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        raise ConfigurationError(f"{place}: {first['msg'].lower()}", where=str(file)) from error
