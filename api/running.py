"""The service that holds a store, noted in a file beside it, so that whoever reads meanwhile can ask it."""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from communique.api.settings import Settings
from communique.graph import is_running, whole_file

_SECONDS = 5
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def note_service(store: Path, host: str, port: int) -> None:
    """Note that this process serves a store at an address."""
    host = _ANY.get(host, host)
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    with whole_file(_note(store)) as output:
        output.write(json.dumps({"address": address, "process": os.getpid()}).encode())


def forget_service(store: Path) -> None:
    """Remove the note of this process."""
    if _noted(store)[1] == str(os.getpid()):
        _note(store).unlink(missing_ok=True)


def running_service(settings: Settings) -> str | None:
    """Give the address of the service that holds the store, None where none is noted that lives and lets us read."""
    import httpx

    address, process = _noted(settings.store)
    if not address or not is_running(process):
        return None
    try:
        answer = httpx.post(
            f"{address}/sparql", data={"query": "ASK {}"}, headers=read_headers(settings), timeout=_SECONDS
        )
    except httpx.HTTPError:
        return None
    return address if answer.is_success else None


def read_headers(settings: Settings) -> dict[str, str]:
    """Give what a request carries that reads from a service of one's own."""
    return {"Authorization": f"Bearer {settings.token}"} if settings.token else {}


def _noted(store: Path) -> Sequence[str]:
    """Give address and number of process as they are noted, empty where nothing can be read."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads(_note(store).read_text("utf-8"))
        return str(found["address"]), str(found["process"])
    return "", ""


def _note(store: Path) -> Path:
    return store.absolute().with_name(f".{store.name}.service")
