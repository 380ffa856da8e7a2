"""A running server: our app behind uvicorn, with the limits of its connections; ended, and loaded anew, by signals."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import cast

import structlog
import uvicorn
from fastapi import FastAPI

from loader.errors import LangngheError
from query_api.server.connections import LimitedProtocol, limits_of
from query_api.settings import Settings

_GRACEFUL = 3  # seconds that answers under way may take when the server is told to end


def server_config(app: FastAPI, settings: Settings, port: int = 0) -> uvicorn.Config:
    """Return how to serve an app; ask for it once the server's own files are open.

    Args:
        app: from ``create_app``.
        settings: how the server is set up.
        port: port on the loopback interface, where no socket is handed over; 0 takes a free one.
    """
    protocol = partial(LimitedProtocol, limits=limits_of(settings))
    return uvicorn.Config(
        app,
        port=port,
        http=cast(type[asyncio.Protocol], protocol),  # only called
        ws="none",
        log_level="error",  # what clients do wrong is told to them
        access_log=False,
        server_header=False,
        proxy_headers=False,  # ours: admission.TrustedProxies
        timeout_keep_alive=cast(int, settings.idle_seconds),  # only passed to call_later
        timeout_graceful_shutdown=_GRACEFUL,
        lifespan="on",
    )


class Server(uvicorn.Server):
    """A server that tells somebody once it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started and not self.should_exit:
            gc.collect()
            gc.freeze()  # what is there now stays: to look through it again and again would hold up answers
            self._ready()


def reload_on_hangup(reload: Callable[[], Awaitable[object]], end: Callable[[], None]) -> None:
    """Let SIGHUP load the data anew, as is the custom of servers; where it says that the terminal has gone, end.

    Where SIGHUP is ignored (``nohup``) it stays so.

    Args:
        reload: loads the data; what it raises is logged, and the old data go on being served.
        end: ends the server.
    """
    if not hasattr(signal, "SIGHUP") or signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        return
    had_terminal = _has_terminal()
    running: set[asyncio.Task[None]] = set()

    async def once() -> None:
        log = structlog.get_logger("langnghe.serve")
        try:
            await reload()
        except LangngheError as error:
            log.error("the data were not loaded anew", error=error.message)
        else:
            log.info("the data were loaded anew")

    def hung_up() -> None:
        if had_terminal and not _has_terminal():
            end()
        elif not running:  # one that runs reads what there is
            task = asyncio.get_running_loop().create_task(once())
            running.add(task)
            task.add_done_callback(running.discard)

    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, hung_up)


def _has_terminal() -> bool:
    try:
        return sys.stdin is not None and os.tcgetpgrp(sys.stdin.fileno()) > 0
    except (OSError, ValueError):
        return False
