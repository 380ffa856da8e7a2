"""Pages for people, made on the server: they work without JavaScript and take no markup from the data.

A page is one module here with a ``router``, one template, and named queries (``queries/*.rq``). A module that declares
an ``ENTRY`` stands in the navigation. What takes long to be made the first time is made as soon as the data are loaded: the
page of an ``ENTRY``, and the addresses that a module names in ``FIRST``. Modules are found by looking: a new page touches no
other file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from fastapi import APIRouter

from query_api.rendering.navigation import Entry

_LAST = "resource"  # it answers for any path


def routers() -> tuple[APIRouter, ...]:
    """Return the routers of all pages, the one that answers for any path last."""
    found = {module.__name__.rpartition(".")[2]: module.router for module in _modules() if hasattr(module, "router")}
    return tuple(found[name] for name in sorted(found, key=lambda name: (name == _LAST, name)))


def entries() -> tuple[Entry, ...]:
    """Return what stands in the navigation."""
    return tuple(module.ENTRY for module in _modules() if hasattr(module, "ENTRY"))


def first_visits() -> tuple[str, ...]:
    """Return the addresses of the pages that are made as soon as the data are loaded, those at the head of pages first."""
    at_the_head = (e.path for e in sorted(entries(), key=lambda e: e.rank) if e.first)
    return (*at_the_head, *(address for module in _modules() for address in getattr(module, "FIRST", ())))


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(__path__):
        yield importlib.import_module(f"{__name__}.{found.name}")
