"""A document that takes too long is told of in both languages, with what else can be done."""

from __future__ import annotations

import asyncio

import pytest

from loader.errors import QueryTimeout
from query_api.engine.confined_process import Bounds
from query_api.engine.reading import ReadDocument, Reader


def test_a_document_that_takes_too_long_is_refused_with_the_limit_and_another_way() -> None:
    async def never(_: ReadDocument) -> None:
        raise AssertionError("nothing was read")

    with pytest.raises(QueryTimeout) as told:
        asyncio.run(Reader(Bounds(seconds=0.02)).read(b"I. x\n", ".txt", (), never))
    error = told.value
    assert "0.02 s" in error.message
    assert "0.02 giây" in (error.message_vi or "")
    assert "langnghe build" in (error.advice or "")
    assert "langnghe build" in (error.advice_vi or "")
