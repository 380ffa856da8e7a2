"""The typed errors of the project: what went wrong, where, and what to do about it.

Each class has one exit code (``exit_code``, used by the command line) and one HTTP status (mapped in
``query_api.problems``). A message is one line that a person can act on.
"""

from __future__ import annotations

import errno
import re
from pathlib import Path

RESOURCES = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EFBIG, errno.EIO))
"""Numbers of system errors that say that the machine, not a file or a folder, is at its end."""
MEMORY_SIGNS = (
    *("MemoryError", "memory allocation", "annot allocate memory", "std::bad_alloc", "ut of memory"),
    "failed to map segment",  # the loader of shared libraries
    "can't start new thread",  # no room for its stack
    "error return without exception set",  # the interpreter, when even the error finds no room
)
"""Words by which libraries say that they got no memory, where no type of an exception does."""
_TOLD_ERRNO = re.compile(r"\(os error (\d+)\)")
"""How libraries written in Rust tell the number of a system error."""
_PERMISSIONS = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))


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
    """An engine is not available: a worker died, a remote endpoint does not answer, a cluster was lost."""

    exit_code = 8


class ConfigurationError(LangngheError):
    """A setting that cannot be used: a port in use, a folder that cannot be written, an unknown name."""

    exit_code = 9


class FindingsError(LangngheError):
    """Validation found results at or above the severity that the caller asked to fail on."""

    exit_code = 10


class ResourceError(LangngheError):
    """The machine is at its end: no memory, no room on the disk, no more files may be opened."""

    exit_code = 12


def not_a_file(path: Path) -> InputError:
    """Return the error for a path that should be a file and is not: nothing is there, or a folder or device."""
    if path.is_dir():
        return InputError("a folder, where a file is wanted", where=str(path), advice="name the files in it")
    return InputError("not a regular file" if path.exists() else "no such file", where=str(path))


def not_enough_memory() -> ResourceError:
    """Return the error for work that got no memory."""
    return ResourceError(
        "there is not enough memory for this",
        advice="allow more (ulimit -v, a container's limit), or give less at once",
    )


def system_error(error: BaseException) -> LangngheError | None:
    """Return an error of the system (files, memory, processes) as one that a person can mend; None if it is none."""
    if isinstance(error, OSError) and error.errno != errno.ENOMEM:
        return _file_error(error)
    if isinstance(error, MemoryError | OSError):
        return not_enough_memory()
    if isinstance(error, UnicodeEncodeError) and "surrogates" in error.reason:
        return InputError("a word of the command line or a name is not UTF-8", advice="write it in UTF-8")
    if isinstance(error, ImportError | RuntimeError | SystemError) and any(sign in str(error) for sign in MEMORY_SIGNS):
        return not_enough_memory()
    return None


def is_exhausted(error: BaseException) -> bool:
    """Whether an error says that the machine is at its end: by its number, or by the one in its words ("os error 24")."""
    return isinstance(error, OSError) and _errno_of(error) in RESOURCES


def _errno_of(error: OSError) -> int | None:
    if error.errno is None and (told := _TOLD_ERRNO.search(str(error))) is not None:
        return int(told[1])
    return error.errno


def _file_error(error: OSError) -> LangngheError:
    number = _errno_of(error)
    where = None if error.filename is None else str(error.filename)
    what = error.strerror or str(error) or type(error).__name__
    if number in (errno.ENOSPC, errno.EDQUOT):
        return ResourceError(
            f"no room to write: {what}", where=where, advice="make room, or set TMPDIR to another disk"
        )
    if number == errno.EFBIG:
        return ResourceError(f"no room to write: {what}", where=where, advice="see ulimit -f")
    if number in (errno.EMFILE, errno.ENFILE):
        return ResourceError(f"no more files may be opened: {what}", where=where, advice="allow more (ulimit -n)")
    if number in _PERMISSIONS:
        return ConfigurationError(
            f"not allowed: {what}", where=where, advice="give this user the right, or choose another folder"
        )
    return ConfigurationError(f"the system refuses: {what}", where=where)
