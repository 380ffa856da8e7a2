"""Routes that are read: GET and, for the same function, HEAD."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter

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
