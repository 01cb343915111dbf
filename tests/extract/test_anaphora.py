"""Coreference: the list of two-sentence cases, and the words that it stands on."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from communique.extract.frames.arguments import fillers
from communique.extract.pipeline import Coder
from communique.ontology.actors.gender import Gender, gender
from communique.ontology.interchange.tsv import rows, split
from communique.ontology.types.document import Document

_LIST = Path(__file__).parent / "anaphora.tsv"


@dataclass(frozen=True)
class AnaphoraCase:
    """Words in the last sentence of a text, and the curated actors that they take up on a date."""

    kind: str
    text: str
    words: str
    date: date
    actors: tuple[str, ...]


CASES = tuple(
    AnaphoraCase(row["class"], row["text"], row["words"], date.fromisoformat(row["date"]), split(row["actors"]))
    for _, row in rows(_LIST)
)


def taken_up(case: AnaphoraCase, coder: Coder) -> tuple[str, ...]:
    """Give the curated actors that the last word of a case stands for."""
    end = case.text.rindex(case.words) + len(case.words)
    for sentence, scene in coder.scenes(Document("d", case.text, published=case.date)):
        for token in scene.doc:
            if sentence.start + token.idx + len(token) == end:
                actors = [filler.actor for filler in fillers(token, scene, embedded=False)]
                return tuple(actor for actor in actors if actor in coder.names.gazetteer.actors)
    return ()


def test_the_list_is_long_and_asks_for_abstaining_too():
    assert len(CASES) >= 60 and len({case.kind for case in CASES}) >= 12
    assert sum(not case.actors for case in CASES) >= 8
    assert not [text for text, number in Counter((case.text, case.words) for case in CASES).items() if number > 1]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.text} [{case.words}]")
def test_a_word_takes_up_whom_the_list_says(case: AnaphoraCase, coder: Coder):
    assert sorted(taken_up(case, coder)) == sorted(case.actors)


@pytest.mark.parametrize(
    ("name", "listed", "expected"),
    [
        ("Angela", True, Gender.FEMALE),
        ("Vladimir", True, Gender.MALE),
        ("Vladimir", False, Gender.EITHER),
        ("Kim", True, Gender.EITHER),
    ],
)
def test_a_given_name_tells_whom_he_and_she_can_mean(name: str, listed: bool, expected: Gender):
    assert gender(name, listed=listed) is expected


def test_two_subjects_that_fit_equally_are_not_guessed_between(coder: Coder):
    text = "Angela Merkel and Theresa May met in Salzburg. She criticised Turkey."
    assert taken_up(AnaphoraCase("", text, "She", date(2018, 9, 20), ()), coder) == ()
