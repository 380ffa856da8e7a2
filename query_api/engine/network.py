"""A process that can open no connection, though it opens files: a filter of system calls that holds for good.

SERVICE is seen and answered by the HTTP process (``query_api.query_text.guard``); this is what stands behind it in a
worker that reads a store on disk. Only Linux has such filters (seccomp(2)); there they need no privilege.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from dataclasses import dataclass

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _MODE_FILTER = 22, 38, 2  # prctl(2)
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # of 32 bits, in classic BPF
_NUMBER, _MACHINE = 0, 4  # offsets in struct seccomp_data
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_RINGS = 425  # io_uring_setup, the same number everywhere: through rings sockets open without a call of their own
_OTHER_NUMBERS = 0x40000000  # from here on: system calls of 32-bit programs on x86_64


@dataclass(frozen=True, slots=True)
class _Machine:
    """What system calls are known by: the kernel's number of the architecture (audit.h), and that of socket(2)."""

    architecture: int
    socket: int


_MACHINES = {"x86_64": _Machine(0xC000003E, 41), "aarch64": _Machine(0xC00000B7, 198)}


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16), ("then", ctypes.c_uint8), ("otherwise", ctypes.c_uint8), ("value", ctypes.c_uint32)
    )  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def forbid_connections() -> bool:
    """Let this thread, and those it starts, open no socket from now on: the system refuses (EACCES).

    Returns:
        Whether it holds; not so elsewhere than on Linux on the usual processors.
    """
    machine = _MACHINES.get(os.uname().machine) if sys.platform == "linux" else None
    if machine is None:
        return False
    lines = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 0, 5, machine.architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_EQUAL, 3, 0, machine.socket),
        (_EQUAL, 2, 0, _RINGS),
        (_AT_LEAST, 1, 0, _OTHER_NUMBERS),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    instructions = (_Instruction * len(lines))(*(_Instruction(*line) for line in lines))
    program = _Program(len(lines), instructions)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return bool(
        prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        and prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) == 0
    )
