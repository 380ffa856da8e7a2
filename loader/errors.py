"""The typed errors of the project: what went wrong, where, and what to do about it.

Each class has one exit code (``exit_code``, used by the command line) and one HTTP status (mapped in
``query_api.problems``). A message is one line that a person can act on.
"""

from __future__ import annotations


class LangngheError(Exception):
    """Base of all errors that a user can cause or mend.

    Attributes:
        message: one line, what is wrong.
        where: the file (and line) concerned, if any.
        advice: what to do about it, if known.
        message_vi: the message in Vietnamese, where it is known.
        advice_vi: the advice in Vietnamese, where it is known.
    """

    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        advice: str | None = None,
        message_vi: str | None = None,
        advice_vi: str | None = None,
    ) -> None:
        self.message = message
        self.where = where
        self.advice = advice
        self.message_vi = message_vi
        self.advice_vi = advice_vi
        super().__init__(str(self))

    def __str__(self) -> str:
        line = f"{self.where}: {self.message}" if self.where else self.message
        return " ".join(f"{line} ({self.advice})".split()) if self.advice else " ".join(line.split())


class InputError(LangngheError):
    """A file that cannot be read as a document: missing, empty, binary, encrypted, too large, no plan."""

    exit_code = 3


class UnsupportedFormat(InputError):  # noqa: N818 - reads as what it says
    """A file format for which no reader (or no installed helper program) exists."""

    exit_code = 4


class GraphError(LangngheError):
    """An RDF file that does not parse or a graph that does not load."""

    exit_code = 5


class QueryError(LangngheError):
    """A SPARQL query that is malformed or not allowed.

    Attributes:
        line: 1-based line of the fault, if known.
        column: 1-based column of the fault, if known.
    """

    exit_code = 6

    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        where: str | None = None,
        advice: str | None = None,
        message_vi: str | None = None,
        advice_vi: str | None = None,
    ) -> None:
        self.line = line
        self.column = column
        super().__init__(message, where=where, advice=advice, message_vi=message_vi, advice_vi=advice_vi)


class FormatError(LangngheError):
    """A result that the format asked for cannot hold: a character that XML lacks, more rows than a sheet has."""

    exit_code = 11


class QueryTimeout(LangngheError):  # noqa: N818 - the protocol's own word
    """A query that passed its deadline and was ended."""

    exit_code = 7


class EngineError(LangngheError):
    """The query engine is not available: a worker died, a remote endpoint does not answer."""

    exit_code = 8


class ConfigurationError(LangngheError):
    """A setting that cannot be used: a port in use, a folder that cannot be written, an unknown name."""

    exit_code = 9


class FindingsError(LangngheError):
    """Validation found results at or above the severity that the caller asked to fail on."""

    exit_code = 10
