"""Parts of a graph made by several processes: each reads the ledger by itself, one writes.

The processes are forks, so they know all that was known when they began. One that is killed (for lack of memory) is not
missed: what it had in hand is made by the process that writes.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol, Self, TypeVar, cast

from loader.inference.ledger import Ledger
from loader.inference.parts import Parts
from loader.inference.reasoning import Reasoning
from loader.processes import begin_for

Made = TypeVar("Made")
_AT_ONCE = 4
"""Parts asked of a process together."""
_WORTH_A_CREW = 24
"""Fewer parts are made sooner by one process."""


class _Process(Protocol):
    def join(self) -> None: ...
    def start(self) -> None: ...


class Crew:
    """Makes parts, alone or with others; a context manager."""

    def __init__(self, ledger: Ledger, reasoning: Reasoning, workers: int | None = None) -> None:
        """Begin alone.

        Args:
            ledger: what parts are made from.
            reasoning: what they are made with.
            workers: most processes; one for each processor when None.
        """
        self.parts = Parts(ledger, reasoning)
        self._ledger = ledger
        self._reasoning = reasoning
        self._most = (workers or os.cpu_count() or 1) if "fork" in get_all_start_methods() else 1
        self._hands: dict[Connection, _Process] = {}

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the others."""
        for hand, process in self._hands.items():
            hand.close()
            process.join()
        self._hands.clear()

    def each(
        self, make: Callable[..., Made], *arguments: Sequence[Any], together: int = 1
    ) -> Iterator[tuple[Any, Made]]:
        """Yield the first argument and what is made, for all arguments, in any order.

        What is put into the ledger while this goes on need not be seen.

        Args:
            make: a method of ``Parts``.
            arguments: its arguments, in parallel sequences.
            together: how many parts it makes at a time.

        Raises:
            Exception: what ``make`` raised.
        """
        tasks = list(zip(*arguments, strict=True))
        if self._most < 2 or len(tasks) * together < _WORTH_A_CREW or not self._ledger.share():
            yield from ((task[0], make(self.parts, *task)) for task in tasks)
            return
        self._hire()
        at_hand: dict[Connection, list[tuple[Any, ...]]] = {}
        left: list[tuple[Any, ...]] = []
        some = max(1, _AT_ONCE // together)
        waiting = [tasks[i : i + some] for i in range(0, len(tasks), some)][::-1]
        for hand in list(self._hands):
            self._ask(hand, make, waiting, at_hand, left)
        while at_hand:
            for ready in wait(list(at_hand)):
                hand = cast(Connection, ready)
                asked = at_hand.pop(hand)
                answers = self._answer(hand)
                self._ask(hand, make, waiting, at_hand, left)
                if answers is None:
                    left += asked  # made again here, so that what went wrong is raised here
                    continue
                yield from ((task[0], made) for task, made in zip(asked, answers, strict=True))
        left += [task for several in reversed(waiting) for task in several]
        yield from ((task[0], make(self.parts, *task)) for task in left)

    def in_order(self, make: Callable[..., Made], *arguments: Sequence[Any]) -> Iterator[Made]:
        """Yield the same in the order of the arguments, what is made alone; no process is further ahead than by one part.

        Args:
            make: see ``each``.
            arguments: see ``each``.

        Raises:
            Exception: what ``make`` raised.
        """
        tasks = list(zip(*arguments, strict=True))
        if self._most < 2 or len(tasks) < _WORTH_A_CREW or not self._ledger.share():
            yield from (make(self.parts, *task) for task in tasks)
            return
        self._hire()
        hands = list(self._hands)
        for hand, task in zip(hands, tasks, strict=False):
            self._send(hand, make, [task])
        for place, task in enumerate(tasks):
            hand = hands[place % len(hands)]
            made = self._answer(hand)
            if place + len(hands) < len(tasks):
                self._send(hand, make, [tasks[place + len(hands)]])
            yield make(self.parts, *task) if made is None else made[0]

    def _send(self, hand: Connection, make: Callable[..., Made], tasks: list[tuple[Any, ...]]) -> bool:
        """Ask a process for parts; return whether it is there."""
        if hand not in self._hands:
            return False
        try:
            hand.send((make, tasks))
        except OSError:
            self._dismiss(hand)
            return False
        return True

    def _answer(self, hand: Connection) -> list[Any] | None:
        """Return what a process made; None where it made nothing, or is gone."""
        if hand not in self._hands:
            return None
        try:
            return cast("list[Any] | None", hand.recv())
        except (EOFError, OSError):
            self._dismiss(hand)
            return None

    def _ask(
        self,
        hand: Connection,
        make: Callable[..., Made],
        waiting: list[list[tuple[Any, ...]]],
        at_hand: dict[Connection, list[tuple[Any, ...]]],
        left: list[tuple[Any, ...]],
    ) -> None:
        if not waiting or hand not in self._hands:
            return
        tasks = waiting.pop()
        if self._send(hand, make, tasks):
            at_hand[hand] = tasks
        else:
            left += tasks

    def _hire(self) -> None:
        context = get_context("fork")
        while len(self._hands) < self._most:
            mine, theirs = context.Pipe()
            others = [mine, *self._hands]
            process = context.Process(
                target=_work, args=(theirs, others, self._ledger, self._reasoning, os.getpid()), daemon=True
            )
            process.start()
            theirs.close()
            self._hands[mine] = process

    def _dismiss(self, hand: Connection) -> None:
        hand.close()
        self._hands.pop(hand).join()


def _work(asked: Connection, others: Sequence[Connection], ledger: Ledger, reasoning: Reasoning, parent: int) -> None:
    """Make what is asked for, until nobody asks."""
    begin_for(parent)
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # who is interrupted is the process that writes, and it ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for connection in others:
        connection.close()  # else one process would keep another's line open
    with ledger.reader() as own, suppress(EOFError, OSError):
        parts = Parts(own, reasoning)
        while True:
            make, tasks = asked.recv()
            try:
                answers: list[Any] | None = [make(parts, *task) for task in tasks]
            except Exception:
                answers = None
            asked.send(answers)
