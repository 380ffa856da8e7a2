"""Three replicas behind a balancer while builds change the generation: is any answer wrong, mixed, late or missing?

    python bench/replicas.py [--replicas 3] [--generations 4] [--clients 6]

A workspace is built again and again, with one document more or less. Each generation is copied to every replica beside
the one that it serves, takes its place by a rename, and is loaded (POST /admin/reload), one replica after the other.
Meanwhile clients ask through a balancer that gives each connection to the next replica. An answer is mixed when one ETag
was given to two; it is wrong when its rows are neither those of one generation nor of the other, as a server that knows
nothing else gives them.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
import shutil
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from endpoint_client import Client
from generations import Workspace, serve
from mixed_load import Load, percentile

from loader.project import Project

TOKEN = "bench"


@dataclass(slots=True)
class Replica:
    """A server with a copy of its own.

    Attributes:
        folder: its workspace; ``data/ttl`` leads to the generation that it serves.
        url: its address.
        number: of its generation.
    """

    folder: Path
    url: str = ""
    number: int = 0

    def take(self, ttl: Path) -> None:
        """Take a generation: copied beside, then one rename."""
        self.number += 1
        data = self.folder / "data"
        shutil.copytree(ttl, data / f"ttl-{self.number}", ignore=shutil.ignore_patterns(".cache"))
        beside = data / "ttl.next"
        beside.symlink_to(f"ttl-{self.number}")
        beside.rename(data / "ttl")
        if self.number > 2:  # the one before may still be read
            shutil.rmtree(data / f"ttl-{self.number - 2}")

    async def load(self, client: httpx.AsyncClient) -> str:
        """Load it; return its version."""
        answer = await client.post(f"{self.url}/admin/reload", headers={"Authorization": f"Bearer {TOKEN}"})
        answer.raise_for_status()
        return str(answer.json()["version"])


@asynccontextmanager
async def balancer(urls: Sequence[str]) -> AsyncIterator[str]:
    """Give each connection to the next server; yield the address."""
    turns = cycle(urls)

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(1 << 16):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        parts = urlsplit(next(turns))
        theirs, ours = await asyncio.open_connection(parts.hostname, parts.port)
        await asyncio.gather(pass_on(reader, ours), pass_on(theirs, writer))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def answers(url: str) -> dict[str, str]:
    """Return a digest of the answer to each stored question."""
    found = {}
    async with Client(f"{url}/sparql") as client:
        for file in sorted(Project.find().queries.glob("*.rq")):
            text = file.read_text(encoding="utf-8")
            found[text] = hashlib.sha256((await client.ask(text)).body).hexdigest()
    return found


async def run(replicas: int, generations: int, clients: int) -> None:
    """Measure and print."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="langnghe-bench-")))
        admin = await stack.enter_async_context(httpx.AsyncClient(timeout=120))
        workspace = Workspace.make(folder / "builder")
        await workspace.build()
        known = [await known_answers(workspace)]
        await workspace.build()
        known.append(await known_answers(workspace))
        all_of: list[Replica] = []
        for number in range(replicas):
            replica = Replica(folder / f"replica-{number}")
            for name in ("ontology", "shapes", "queries"):
                shutil.copytree(workspace.folder / name, replica.folder / name)
            (replica.folder / "data").mkdir()
            shutil.copytree(workspace.folder / "data" / "sources", replica.folder / "data" / "sources")
            replica.take(workspace.ttl)
            process, replica.url = await serve(replica.folder, TOKEN)
            stack.push_async_callback(_end, process)
            all_of.append(replica)
        url = await stack.enter_async_context(balancer([replica.url for replica in all_of]))
        taken, spread, versions = [], [], set()
        began = time.monotonic()
        async with Load(url, clients) as load:
            await asyncio.sleep(5)
            for _ in range(generations):
                await workspace.build()
                built = time.monotonic()
                for replica in all_of:
                    await asyncio.to_thread(replica.take, workspace.ttl)
                first = time.monotonic()
                told = [await replica.load(admin) for replica in all_of]
                assert len(set(told)) == 1, "replicas of one generation have one version"
                versions.update(told)
                taken.append(time.monotonic() - built)
                spread.append(time.monotonic() - first)
                await asyncio.sleep(5)
        seconds = time.monotonic() - began
    wrong = [
        (text, tag) for (text, tag), bodies in load.bodies.items()
        if not bodies <= {of[text] for of in known}
    ]  # fmt: skip
    times = [one.took for one in load.served]
    tags = Counter(text for text, _ in load.bodies)
    print(f"{replicas} replicas, {clients} clients, {seconds:.0f} s, load average {os.getloadavg()[0]:.1f}")
    print(f"{generations} generations of {len(versions)} versions, {len(times)} responses: "
          + ", ".join(f"{count} × {status or 'none'}" for status, count in sorted(Counter(s.status for s in load.served).items())))  # fmt: skip
    print(f"mixed answers {load.mixed}, wrong answers {len(wrong)}, other faults {dict(load.faults)}")
    most = max(tags, key=tags.__getitem__)
    print(
        f"ETags of one question: at most {tags[most]}: {', '.join(sorted(tag for text, tag in load.bodies if text == most))}"
    )
    print(f"ms: median {statistics.median(times):.0f}, p99 {percentile(times, 0.99):.0f}, most {max(times):.0f}")
    print(f"from a build's end until all replicas serve it: {max(taken):.1f} s at most; "
          f"between the first and the last: {max(spread):.1f} s")  # fmt: skip


async def known_answers(workspace: Workspace) -> dict[str, str]:
    """Return what a server that has only seen this generation answers."""
    process, url = await serve(workspace.folder, TOKEN)
    try:
        return await answers(url)
    finally:
        await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    process.terminate()
    await process.wait()


def main() -> None:
    """Read the options, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replicas", type=int, default=3)
    parser.add_argument("--generations", type=int, default=4)
    parser.add_argument("--clients", type=int, default=6)
    options = parser.parse_args()
    asyncio.run(run(options.replicas, options.generations, options.clients))


if __name__ == "__main__":
    main()
