"""Look-ups of one client hold up nobody else's, however many they are and however long they take."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.types import Message, Receive, Scope, Send

from communique.api.http.sharing import _OF_ONE, _WAITING, SharedThreads

Answers = list[tuple[str, int]]


def scope_of(client: str, path: str = "/events", method: str = "GET") -> Scope:
    return {"type": "http", "method": method, "path": path, "client": (client, 1), "headers": []}


def run(
    play: Callable[[SharedThreads, asyncio.Event, list[str], Answers], Awaitable[None]],
) -> tuple[list[str], Answers]:
    """Play against an application whose answers begin when the event is set; give who got in, and the statuses."""

    async def played() -> tuple[list[str], Answers]:
        going, entered, answers = asyncio.Event(), [], []

        async def application(scope: Scope, _: Receive, send: Send) -> None:
            entered.append(scope["client"][0])
            await going.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await asyncio.sleep(0)

        await play(SharedThreads(application), going, entered, answers)
        return entered, answers

    return asyncio.run(played())


async def ask(shared: SharedThreads, answers: Answers, scope: Scope) -> None:
    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answers.append((scope["client"][0], message["status"]))

    await shared(scope, receive, send)


def test_a_client_has_so_many_at_once_and_others_are_served() -> None:
    async def play(shared: SharedThreads, going: asyncio.Event, entered: list[str], answers: Answers) -> None:
        asked = [scope_of("a")] * (_OF_ONE + _WAITING + 3) + [scope_of("b"), scope_of("a", "/sparql")]
        tasks = [asyncio.create_task(ask(shared, answers, scope)) for scope in asked]
        await asyncio.sleep(0.01)
        assert entered == ["a"] * _OF_ONE + ["b", "a"]
        assert answers == [("a", 503)] * 3
        going.set()
        await asyncio.gather(*tasks)

    entered, answers = run(play)
    assert entered.count("a") == _OF_ONE + _WAITING + 1 == answers.count(("a", 200))


def test_who_fails_gives_his_turn_back() -> None:
    async def fails(scope: Scope, _: Receive, __: Send) -> None:
        raise ValueError(scope["path"])

    async def failed() -> int:
        shared, answers = SharedThreads(fails), []
        asked = [ask(shared, answers, scope_of("a")) for _ in range(_OF_ONE + 2)]
        return len(await asyncio.gather(*asked, return_exceptions=True))

    assert asyncio.run(failed()) == _OF_ONE + 2
