"""Work that stops where the client goes away before there is an answer."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

from fastapi import Request
from starlette.types import Receive

T = TypeVar("T")
# What other servers note when nobody is there any more to read an answer.
CLIENT_GONE = 499


async def unless_gone(request: Request, work: Coroutine[None, None, T]) -> T | None:
    """Give what work gives, or stop it and give none where the client goes away meanwhile."""
    return await unless_disconnected(request.receive, work)


async def unless_disconnected(receive: Receive, work: Coroutine[None, None, T]) -> T | None:
    """Do the same for who has only the messages of a connection, of which those of the body were taken already."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else None
    finally:
        for task in (working, leaving):
            task.cancel()
        # What the work has begun it must have ended itself, before others clear up behind it.
        await asyncio.wait({working})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
