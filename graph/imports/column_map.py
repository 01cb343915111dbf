"""Which column of a table of one's own holds what, as a file in TOML says it."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Scheme = Literal["cameo", "name", "iso3", "iso_numeric", "fips", "cow", "gw", "icews"]
_NO_MORE = {"extra": "forbid"}
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class MappedColumns:
    """The columns by what they hold; those without a default must be named."""

    __pydantic_config__ = _NO_MORE

    date: str
    actor: str
    action: str
    target: str = ""
    id: str = ""
    date_end: str = ""
    published: str = ""
    actor_name: str = ""
    target_name: str = ""
    actor_country: str = ""
    target_country: str = ""
    actor_sector: str = ""
    target_sector: str = ""
    mode: str = ""
    country: str = ""
    place: str = ""
    source: str = ""
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class MappedActors:
    """How actors and countries are written."""

    __pydantic_config__ = _NO_MORE

    scheme: Scheme = "cameo"
    countries: Scheme = "iso3"


@dataclass(frozen=True, slots=True)
class MappedActions:
    """How actions are written, and which CAMEO codes or ids of actions values of one's own mean."""

    __pydantic_config__ = _NO_MORE

    scheme: Literal["cameo", "plover", "id"] = "cameo"
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """A map of columns, as its TOML file has it."""

    __pydantic_config__ = _NO_MORE

    dataset: str
    columns: MappedColumns
    label: str = ""
    delimiter: str = ","
    header: list[str] = field(default_factory=list)
    date_format: str = ""
    actors: MappedActors = field(default_factory=MappedActors)
    actions: MappedActions = field(default_factory=MappedActions)

    def __post_init__(self) -> None:
        """Refuse an id of the data set that no IRI can hold."""
        if not _ID.fullmatch(self.dataset):
            raise ValueError(f"{self.dataset!r} is no id: small letters, digits and hyphens")


def column_map(path: Path) -> ColumnMap:
    """Read a map of columns.

    Raises
    ------
    ValueError
        Names the file and the key that is wrong.
    """
    # Takes a tenth of a second to load, which the commands that need no map shall not wait for.
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(ColumnMap).validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        # What `ColumnMap` itself refuses is its data set.
        where = ".".join(str(part) for part in first["loc"]) or "dataset"
        raise ValueError(f"{path}: {where}: {first['msg']}") from error
