"""A command runs in a child process, so that even an end without a word is told in one line.

Libraries that get no memory abort the process, and a system that has none left kills it: no exception, nothing that
could be caught in place. The parent does nothing but wait, pass signals on and say how it ended.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from loader.errors import MEMORY_SIGNS, LangngheError, ResourceError, not_enough_memory
from loader.processes import CRASHES, divert_noise, end_with

_PASSED_ON = frozenset((signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2))
_ASKED_FOR = frozenset((signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGPIPE))


def supervise(work: Callable[[], int]) -> int:
    """Run work in a child process; return its exit code, in the child and in the parent.

    Where the system cannot do that (no fork, not Linux) it runs in this process.

    Args:
        work: returns an exit code.
    """
    if sys.platform != "linux":
        return work()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    noise = os.memfd_create("langnghe-stderr")
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {*_PASSED_ON, signal.SIGCHLD})
    parent = os.getpid()
    try:
        child = os.fork()
    except OSError:  # no room for a second process: let us see whether there is for one
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return work()
    if child == 0:
        end_with(parent)
        divert_noise(noise)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return work()
    code = os.waitstatus_to_exitcode(_wait(child))
    said = _read(noise)
    if code >= 0:
        _pass_on(said)
        return code
    if -code in _ASKED_FOR:
        _end_likewise(-code)
    error = _error_of(-code, said)
    if not isinstance(error, ResourceError):
        _pass_on(said)
    print(f"langnghe: {error}", file=sys.stderr)
    return error.exit_code


def _wait(child: int) -> int:
    while True:
        received = signal.sigwaitinfo({*_PASSED_ON, signal.SIGCHLD})
        if received.si_signo != signal.SIGCHLD:
            # A terminal sends its signals to both of us.
            if received.si_code <= 0:
                with suppress(ProcessLookupError):
                    os.kill(child, received.si_signo)
            continue
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid == child:
            return status


def _error_of(number: int, said: bytes) -> LangngheError:
    words = said.decode("utf-8", "replace")
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if number == signal.SIGXCPU or (number == signal.SIGKILL and _has_used_its_time()):
        return ResourceError("the command took more processor time than it may", advice="see ulimit -t")
    if number == signal.SIGKILL or any(sign in words for sign in MEMORY_SIGNS):
        return not_enough_memory()
    if number in CRASHES and limit != resource.RLIM_INFINITY:
        return not_enough_memory()
    name = signal.Signals(number).name
    return LangngheError(f"the program was ended by {name}", advice="please report it, with what it was to do")


def _has_used_its_time() -> bool:
    """Say whether the child took as much processor time as it may: a hard limit ends it like want of memory does.

    The system ends a process by counting the ticks of its clock that met it at work; on a busy machine these are more than
    the time it is told to have used.
    """
    limit = resource.getrlimit(resource.RLIMIT_CPU)[1]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return limit != resource.RLIM_INFINITY and used.ru_utime + used.ru_stime >= limit / 2


def _read(noise: int) -> bytes:
    size = os.fstat(noise).st_size
    return os.pread(noise, size, 0)


def _pass_on(said: bytes) -> None:
    with suppress(OSError):
        while said:
            said = said[os.write(2, said) :]


def _end_likewise(number: int) -> None:
    """End this process by a signal, so that who started it sees that it was the signal."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {number})
    os.kill(os.getpid(), number)
