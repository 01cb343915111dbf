"""Names: strings by which texts call actors."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class NameKind(StrEnum):
    """How a string names its actor."""

    NAME = "name"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    CITY = "city"
    SEAT = "seat"
    PERSON = "person"
    SURNAME = "surname"


@dataclass(frozen=True, slots=True)
class Name:
    """A string, the id of the actor whom it can name, and how."""

    text: str
    actor: str
    kind: NameKind = NameKind.NAME


def slug(label: str) -> str:
    """Give the id that a label determines: lower-case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
