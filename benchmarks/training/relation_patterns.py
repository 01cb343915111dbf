"""Short sentences for grammar, made of patterns: each row of `patterns.tsv` with several trios of countries.

A slot is ``{A}`` (the country's name), ``{A:adj}`` (its adjective) or ``{A:cap}`` (its capital, which stands for its
government); in the labels the letters stand for the countries' codes. So one sentence comes with many parties, and what
it says must be read from its grammar.
"""

import random
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from communique.ontology.interchange import rows

FOLDER = Path(__file__).parent
PATTERN = "pattern"
FILLINGS = 6
_SLOT = re.compile(r"\{([ABC])(?::(adj|cap))?\}")
_PARTY = re.compile(r"\b([ABC])\b(?=[>|]| \d)")
_COLUMNS = {None: "label", "adj": "adjective", "cap": "capital"}
# Names that are also persons, states of others or common words are left to the real sentences.
_UNCLEAR = {"chad", "cog", "cod", "dma", "geo", "grc", "jor", "mlt", "nam", "tcd", "tur", "prk", "kor"}


def pattern_rows(fillings: int = FILLINGS) -> Iterator[dict[str, str]]:
    """Give id, sentence, date and labels of every filled pattern; the same on every run."""
    among = countries()
    for number, (_, row) in enumerate(rows(FOLDER / "patterns.tsv"), start=1):
        for filling in range(fillings):
            chance = random.Random(f"{number}-{filling}")
            chosen = dict(zip("ABC", chance.sample(among, 3), strict=True))
            yield {
                "id": f"{PATTERN}-{number}-{filling}",
                "sentence": _sentence(row["pattern"], chosen),
                "date": f"{chance.randint(1995, 2024)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
                "events": _PARTY.sub(lambda found, by=chosen: by[found[1]]["iso3"], row["events"]),
            }


def countries() -> list[dict[str, str]]:
    """Give the countries of today that have code, adjective and capital, and whose names are clear."""
    table = files("communique.ontology") / "data" / "actors" / "countries.tsv"
    found = [row for _, row in rows(table) if not row["end"] and row["iso3"] and row["adjective"] and row["capital"]]
    return [row for row in found if row["capital"] != row["label"] and row["id"] not in _UNCLEAR]


def _sentence(pattern: str, chosen: dict[str, dict[str, str]]) -> str:
    filled = _SLOT.sub(lambda found: chosen[found[1]][_COLUMNS[found[2]]].split("|")[0], pattern)
    return filled[:1].upper() + filled[1:]
