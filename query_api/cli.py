"""The console script ``langnghe``: commands of the loader and of the server, one place where errors end a run."""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import click

from loader import __version__
from loader.errors import LangngheError, system_error
from query_api.server import standard_streams
from query_api.server.supervision import supervise

COMMANDS: Mapping[str, str] = {
    "init": "loader.commands.init",
    "build": "loader.commands.build",
    "add": "loader.commands.add",
    "read": "loader.commands.read",
    "validate": "loader.commands.validate",
    "findings": "loader.commands.findings",
    "diff": "loader.commands.compare_reports",
    "trace": "loader.commands.trace",
    "why": "loader.commands.why",
    "eval": "loader.commands.evaluate",
    "rules": "loader.commands.rules",
    "programme": "loader.commands.programme",
    "query": "query_api.commands.query",
    "serve": "query_api.commands.serve",
    "push": "query_api.commands.push",
}
"""Command → the module that defines it; a module is imported only when its command is called or listed."""


class ReaderGoneError(Exception):
    """Nobody reads our output any more."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed."""

    def make_context(self, *arguments: Any, **extra: Any) -> click.Context:
        """Read the command line.

        Raises:
            ReaderGoneError: help was asked for, and nobody reads it.
        """
        with _to_a_reader():
            return super().make_context(*arguments, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command.

        Raises:
            ReaderGoneError: nobody reads what it prints.
        """
        with _to_a_reader():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of work: set up, build, check, ask, serve."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None for a name that is not one."""
        module_name = COMMANDS.get(cmd_name)
        if module_name is None:
            return None
        members = vars(importlib.import_module(module_name)).values()
        return next(m for m in members if isinstance(m, click.Command) and m.name == cmd_name)


@contextlib.contextmanager
def _to_a_reader() -> Iterator[None]:
    """Take the matter out of the framework's hands, which would make a failure of it."""
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGoneError from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--quiet", "-q", is_flag=True, help="Only warnings and errors.")
@click.option("--verbose", "-v", is_flag=True, help="Also what is of use in looking for faults.")
@click.version_option(__version__)
@click.pass_context
def cli(context: click.Context, quiet: bool, verbose: bool) -> None:
    """Vietnamese administrative plans as a knowledge graph: build it, check it, ask it, serve it."""
    # The loader's commands log nothing, and to import what logs takes longer than some of them run.
    if COMMANDS.get(context.invoked_subcommand or "", "").startswith("query_api."):
        set_up_logging(quiet=quiet, verbose=verbose)


def set_up_logging(*, quiet: bool, verbose: bool) -> None:
    """Write structured log lines to stderr: key=value on a terminal, JSON elsewhere."""
    import structlog

    level = logging.WARNING if quiet else logging.DEBUG if verbose else logging.INFO
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def execute() -> int:
    """Run the command line and return its exit code; every error that a user can mend ends in one line."""
    try:
        cli.main(prog_name="langnghe", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        return 130
    except click.ClickException as error:
        where = getattr(error, "ctx", None)
        command = where.command_path if where is not None else "langnghe"
        click.echo(f"{command}: {error.format_message()}  (see {command} --help)", err=True)
        return error.exit_code
    except BaseException as error:
        if _reader_has_gone(error):
            return 0
        told = error if isinstance(error, LangngheError) else system_error(error)
        if told is None:
            raise
        with contextlib.suppress(OSError):
            click.echo(f"langnghe: {told}", err=True)
        return told.exit_code
    return 0


def _reader_has_gone(error: BaseException) -> bool:
    """Say whether nobody reads our output any more, e.g. behind ``| head``: what was wanted has been given.

    A library that prints tables ends the process itself then; what it met stands behind.
    """
    met = error.__context__ if isinstance(error, SystemExit) else error
    return isinstance(met, BrokenPipeError | ReaderGoneError)


def run() -> int:
    """Run the command line and flush what it wrote; return its exit code."""
    try:
        code = execute()
    except (MemoryError, SystemError) as error:  # while one lack of memory was told of there was another
        told = system_error(error)
        if told is None:
            raise
        with contextlib.suppress(OSError):
            os.write(2, f"langnghe: {told}\n".encode())
        code = told.exit_code
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # nobody reads it any more, or it was told
            stream.flush()
    return code


def speak_utf8() -> None:
    """Start again in UTF-8 mode where the locale is of another encoding: names and words on the command line need it."""
    if sys.getfilesystemencoding() != "utf-8":
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def main() -> None:
    """Run the command line, and end the process.

    Commands close what they open; to take a graph apart, object by object, takes longer than some of them run.
    """
    speak_utf8()
    standard_streams.prepare()
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    # A server is watched by whoever runs it, and its graph lives in a process of its own.
    os._exit(run() if command == "serve" else supervise(run))


if __name__ == "__main__":
    speak_utf8()
    standard_streams.prepare()
    os._exit(run())
