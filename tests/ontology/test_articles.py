"""Names of actors in a sentence: which stand with an article, and where."""

import pytest

from communique.ontology.actors import at_start, gazetteer, with_article
from communique.ontology.types import ActorKind


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Chad", "Chad"),
        ("United States", "the United States"),
        ("Philippines", "the Philippines"),
        ("Isle of Man", "the Isle of Man"),
        ("Government of Russia", "the Government of Russia"),
        ("Government of United States", "the Government of the United States"),
        ("Government of the United States", "the Government of the United States"),
        ("Armed forces of the Central African Republic", "the armed forces of the Central African Republic"),
        ("Unidentified armed men of the Bahamas", "unidentified armed men of the Bahamas"),
        ("Unnamed civilians", "unnamed civilians"),
        ("Media Group", "the Media Group"),
        ("European Union", "the European Union"),
        ("Organization of American States", "the Organization of American States"),
        ("Rebels of Chad", "rebels of Chad"),
        ("Hamas", "Hamas"),
        ("Angela Merkel", "Angela Merkel"),
    ],
)
def test_a_name_has_its_article(name: str, within: str) -> None:
    assert with_article(name) == within


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("United States", "The United States"),
        ("Rebels of Chad", "Rebels of Chad"),
        ("Police of Chad", "The police of Chad"),
        ("Unnamed civilians", "Unnamed civilians"),
        ("al-Qaeda", "al-Qaeda"),
    ],
)
def test_a_sentence_begins_with_a_capital_where_the_name_has_one(name: str, start: str) -> None:
    assert at_start(name) == start


def test_labels_of_organs_have_the_article_of_their_country() -> None:
    known = gazetteer().actors
    assert known["usa-gov"].label == "Government of the United States"
    assert known["nld-mfa"].label == "Foreign Ministry of the Netherlands"
    for country in (actor for actor in known.values() if actor.kind is ActorKind.COUNTRY):
        organs = [actor for actor in known.values() if actor.id == f"{country.id}-pm"]
        assert [actor.label.endswith(f" of {with_article(country.label)}") for actor in organs] == [True] * len(organs)


def test_no_person_has_one() -> None:
    persons = [actor.label for actor in gazetteer().actors.values() if actor.kind is ActorKind.PERSON]
    assert [name for name in persons if with_article(name) != name] == []
