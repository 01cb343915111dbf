"""The sentences from which a small network learns what a large one makes of them, as one file of examples.

    python benchmarks/training/relation_mix.py FILE

No labels are asked for. So beside the labelled sentences there are others of the corpus, beginnings of such, our own
sentences with other countries in them, further fillings of the patterns, and pairs of parties as spans that are given.
It takes some ten minutes of one core.
"""

import argparse
import pickle
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from relation_examples import KINDS, SHORT, WIRE, Row, TrainingExample, example, held_out, labelled, unlabelled
from relation_network import base
from relation_patterns import countries, pattern_rows
from tokenizers import Tokenizer

from communique.extract import Coder, load
from communique.extract.relation.network import inputs_of, tokenizer_from

SEED = 1
UNLABELLED, BEGINNINGS = 24_000, 12_000
FILLINGS, SHORT_AGAIN, WIRE_AGAIN = 24, 6, 1
SPANS = 9_000
# Where a sentence can be broken off, and how many words are then left of it.
_BREAK = re.compile(r"[,;:]| (?=(?:after|as|because|before|but|despite|following|over|when|which|while|who)\b)")
_WORDS = range(5, 19)
_FORMS = ("label", "adjective", "capital")
_FROM, _TO = "source", "target"


def beginning(text: str) -> str | None:
    """Give the beginning of a sentence, up to a place where it can be broken off, as a sentence; None if none fits."""
    for found in _BREAK.finditer(text):
        words = text[: found.start()]
        if len(words.split()) in _WORDS:
            return f"{words.rstrip()}."
    return None


def with_other_countries(text: str, chance: random.Random) -> str:
    """Give a text in which each country, its adjective and its capital are those of another one."""
    among = countries()
    others: dict[str, dict[str, str]] = {}

    def other(found: re.Match[str]) -> str:
        """Give the word of the other country in the place of a word."""
        country, form = _forms()[found[0]]
        if country not in others:
            others[country] = chance.choice([row for row in among if row not in others.values()])
        return others[country][form].split("|")[0]

    return _pattern().sub(other, text)


@cache
def _forms() -> dict[str, tuple[str, str]]:
    return {word: (row["id"], form) for row in countries() for form in _FORMS for word in row[form].split("|") if word}


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_forms(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")


def as_given(made: TrainingExample, text: str, tokenizer: Tokenizer) -> TrainingExample | None:
    """Give one event of a sentence as a relation of given spans; None where no event has two parties."""
    cells = [cell for group in made.groups for cell in group if cell[0] and cell[1]]
    if not cells:
        return None
    source, target, _ = random.Random(made.id).choice(cells)
    names = {made.parties[source]: _FROM, made.parties[target]: _TO}
    marks = [
        replace(mention, kind="given", party=names[mention.party])
        for mention in made.inputs.mentions
        if mention.party in names
    ]
    inputs = inputs_of(text, marks, tokenizer, KINDS)
    parties = tuple(dict.fromkeys(mention.party for mention in inputs.mentions))
    empty = made.frames[: len(parties), : len(parties)] * 0
    return TrainingExample(f"{made.id}-given", inputs, parties, empty, open=empty == 0)


def with_labels(coder: Coder, tokenizer: Tokenizer) -> Iterator[TrainingExample]:
    """Give the labelled sentences that are not held out, and some of their events as given spans."""
    held, given = held_out(), []
    for row in labelled():
        made = example(row, coder, tokenizer) if row["id"] not in held else None
        if made is None:
            continue
        yield made
        relation = as_given(made, row["text"], tokenizer) if "plover" not in row else None
        if relation is not None:
            given.append(relation)
    yield from random.Random(SEED).sample(given, min(SPANS, len(given)))


def of_our_own() -> Iterator[Row]:
    """Give our own sentences with other countries, and further fillings of the patterns."""
    for row in labelled():
        again = WIRE_AGAIN if row["id"].startswith(WIRE) else SHORT_AGAIN if row["id"].startswith(SHORT) else 0
        for number in range(1, again + 1):
            name = f"{row['id']}-again-{number}"
            yield {**row, "id": name, "text": with_other_countries(row["text"], random.Random(name)), "events": []}
    known = {row["id"] for row in pattern_rows()}
    for row in pattern_rows(FILLINGS):
        if row["id"] not in known:
            yield {"id": row["id"], "text": row["sentence"], "date": row["date"], "events": []}


def of_the_corpus() -> Iterator[Row]:
    """Give sentences of the corpus without labels, and the beginnings of others."""
    rows = unlabelled(UNLABELLED + BEGINNINGS)
    yield from rows[:UNLABELLED]
    for row in rows[UNLABELLED:]:
        text = beginning(row["text"])
        if text is not None:
            yield {**row, "id": f"{row['id']}-begins", "text": text}


def without_labels(rows: Iterable[Row], coder: Coder, tokenizer: Tokenizer, least: int) -> Iterator[TrainingExample]:
    """Give those of some sentences in which so many mentions stand beside nobody."""
    for row in rows:
        made = example(row, coder, tokenizer)
        if made is not None and len(made.inputs.mentions) > least:
            yield made


def mixed(coder: Coder, tokenizer: Tokenizer) -> list[TrainingExample]:
    """Give all sentences."""
    found: list[TrainingExample] = []
    parts: Sequence[tuple[str, Callable[[], Iterator[TrainingExample]]]] = (
        ("with labels, and given spans", lambda: with_labels(coder, tokenizer)),
        ("our own", lambda: without_labels(of_our_own(), coder, tokenizer, 1)),
        ("of the corpus", lambda: without_labels(of_the_corpus(), coder, tokenizer, 2)),
    )
    for name, part in parts:
        before = len(found)
        found += part()
        print(f"{len(found) - before} sentences: {name}", flush=True)
    return found


def main() -> None:
    """Read all sentences, and write them as examples."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="where the examples are written")
    given = parser.parse_args()
    tokenizer = tokenizer_from((base() / "tokenizer.json").read_text(encoding="utf-8"))
    with given.file.open("wb") as out:
        pickle.dump(mixed(load(), tokenizer), out)


if __name__ == "__main__":
    main()
