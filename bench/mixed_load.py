"""What people do to a server all day: stored questions, new and asked before, pages, searches, confirmations by ETag."""

from __future__ import annotations

import asyncio
import hashlib
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from endpoint_client import Client, RefusedError

from loader.project import Project

PAGES = (
    "/", "/plans", "/places", "/agencies", "/crafts", "/compliance", "/search?q=OCOP", "/search?q=lang+nghe",
    "/places/long-an", "/agencies/thanh-hoa/so-nong-nghiep-va-moi-truong",
)  # fmt: skip
PAUSE = 0.05  # seconds that somebody looks at an answer
_SAYS_WHEN = re.compile(rb"<[^>]*>|\d\d:\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Served:
    """A response: when it was whole (seconds of the monotonic clock), its milliseconds and status (0: none came)."""

    at: float
    took: float
    status: int


@dataclass(slots=True)
class Load:
    """Clients that ask until they are told to stop; a context manager.

    Attributes:
        url: of the server, without a path.
        clients: how many, each with one connection at a time, opened anew every few requests.
        served: all responses.
        bodies: question, ETag → digests of the bodies that came under it; more than one is a mixed answer.
        faults: what else went wrong, and how often.
    """

    url: str
    clients: int = 6
    served: list[Served] = field(default_factory=list)
    bodies: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        questions = [file.read_text(encoding="utf-8") for file in sorted(Project.find().queries.glob("*.rq"))]
        self._tasks = [asyncio.create_task(self._client(number, questions)) for number in range(self.clients)]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        for ended in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended

    def between(self, start: float, end: float) -> list[Served]:
        return [one for one in self.served if start <= one.at < end]

    @property
    def mixed(self) -> int:
        """How many ETags were given to different answers."""
        return sum(len(found) > 1 for found in self.bodies.values())

    async def _client(self, seed: int, questions: Sequence[str]) -> None:
        chance = random.Random(seed)
        tags: dict[str, str] = {}
        while True:
            async with Client(f"{self.url}/sparql") as client:
                for _ in range(10):
                    await self._request(client, chance, questions, tags)
                    await asyncio.sleep(chance.uniform(0, 2 * PAUSE))

    async def _request(
        self, client: Client, chance: random.Random, questions: Sequence[str], tags: dict[str, str]
    ) -> None:
        kind, started = chance.random(), time.monotonic()
        try:
            if kind < 0.3:
                reply = await client.get(chance.choice(PAGES), accept="text/html")
            elif kind < 0.5:  # one that no cache knows
                reply = await client.ask(f"{chance.choice(questions)}\n# {chance.random()}")
            else:
                text = chance.choice(questions)
                tag = tags.get(text) if kind < 0.75 else None
                reply = await client.ask(text, tag=tag)
                self._look(text, tag, reply.status, reply.headers.get("etag", ""), reply.body)
                tags[text] = reply.headers.get("etag", "")
        except RefusedError as error:
            self._note(started, int(str(error)[:3]))
            self.faults[str(error)[:60]] += 1
            await client.close()
        except (OSError, asyncio.IncompleteReadError, ValueError, IndexError) as error:
            self._note(started, 0)
            self.faults[type(error).__name__] += 1
            await client.close()
        else:
            self._note(started, reply.status)

    def _look(self, text: str, asked: str | None, status: int, tag: str, body: bytes) -> None:
        if status == 304 and tag != asked:
            self.faults["304 for another ETag"] += 1
        elif status == 200:
            if tag == asked:
                self.faults["200 for the ETag that was known"] += 1
            self.bodies.setdefault((text, tag), set()).add(hashlib.sha256(body).hexdigest())

    def _note(self, started: float, status: int) -> None:
        now = time.monotonic()
        self.served.append(Served(now, (now - started) * 1000, status))


def percentile(times: Sequence[float], share: float) -> float:
    """Return the value that a share of all do not exceed; not a number for none."""
    found = sorted(times)
    return found[min(int(share * len(found)), len(found) - 1)] if found else float("nan")
