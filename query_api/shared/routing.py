"""Kinds of routes: those that are read (GET and, for the same function, HEAD), and those for which nothing is solved."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import request_response

F = TypeVar("F", bound=Callable[..., Any])


def readable(router: APIRouter, path: str, **options: Any) -> Callable[[F], F]:
    """Return a decorator that adds a route for GET, which is documented, and for HEAD, which is not.

    Args:
        router: where to add it.
        path: its path.
        options: what ``APIRouter.get`` takes.
    """

    def add(function: F) -> F:
        router.get(path, **options)(function)
        router.head(path, **{**options, "include_in_schema": False})(function)
        return function

    return add


class PlainRoute(APIRoute):
    """A route documented like any other whose function takes the request alone, and is called as Starlette calls it.

    Dependencies, bodies and exit stacks of a function that has none take FastAPI longer than most queries take. Such
    routes are to be handed to the app itself (``FastAPI(routes=…)``), in front of all others: the framework looks
    through each router that is included twice.
    """

    def __init__(self, path: str, endpoint: Callable[[Request], Awaitable[Response]], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        self.app = request_response(endpoint)
