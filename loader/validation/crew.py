"""Work shared out among forks of this process, which know all that it knew when they began.

What a fork does not bring back (killed for lack of memory, or a platform without forks) is done by this process.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, Self, TypeVar

from loader.processes import begin_for

Task = TypeVar("Task")
Made = TypeVar("Made")


class Crew(Generic[Task, Made]):
    """Forks at work on some tasks; a context manager, at the end of which they have ended.

    Attributes:
        processes: the forks.
    """

    def __init__(self, do: Callable[[Task], Made], tasks: Sequence[Task], workers: int | None = None) -> None:
        """Begin; the forks should begin before this process starts threads.

        Args:
            do: what is done with each task; what it returns can be pickled.
            tasks: the tasks.
            workers: how many forks; one for each processor when None, none for fewer than two tasks.
        """
        self._do = do
        self._tasks = tasks
        count = min(workers or os.cpu_count() or 1, len(tasks)) if "fork" in get_all_start_methods() else 1
        self._hands: list[Connection] = []
        self.processes: list[BaseProcess] = []
        context = get_context("fork") if count > 1 else None
        for number in range(count if context is not None else 0):
            assert context is not None
            mine, theirs = context.Pipe(duplex=False)
            process = context.Process(
                target=_work, args=(theirs, [*self._hands, mine], do, tasks[number::count], os.getpid()), daemon=True
            )
            process.start()
            theirs.close()
            self._hands.append(mine)
            self.processes.append(process)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the forks."""
        for hand in self._hands:
            hand.close()
        for process in self.processes:
            process.terminate()
            process.join()

    def made(self) -> list[Made]:
        """Return what was made of the tasks, in their order; waits for it.

        Raises:
            Exception: what ``do`` raised.
        """
        found: dict[int, Made] = {}
        for number, hand in enumerate(self._hands):
            try:
                brought = hand.recv()
            except (EOFError, OSError):
                continue
            found |= dict(zip(range(number, len(self._tasks), len(self._hands)), brought or (), strict=False))
        return [found[at] if at in found else self._do(task) for at, task in enumerate(self._tasks)]


def _work(
    hand: Connection, others: Sequence[Connection], do: Callable[[Task], Made], tasks: Sequence[Task], parent: int
) -> None:
    begin_for(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that waits is the one to interrupt: it ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for connection in others:
        connection.close()
    made: list[Made] = []
    with suppress(Exception):  # the task that fails is done again where what went wrong can be told
        made.extend(map(do, tasks))
    with suppress(OSError):  # nobody waits any more
        hand.send(made)
