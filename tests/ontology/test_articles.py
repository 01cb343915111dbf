"""Names of actors in a sentence: which stand with an article, and where."""

import pytest

from communique.ontology.actors import gazetteer, with_article
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
        ("Armed forces of Central African Republic", "the Armed forces of the Central African Republic"),
        ("European Union", "the European Union"),
        ("Organization of American States", "the Organization of American States"),
        ("Rebels of Chad", "Rebels of Chad"),
        ("Hamas", "Hamas"),
        ("Angela Merkel", "Angela Merkel"),
    ],
)
def test_a_name_has_its_article(name: str, within: str) -> None:
    assert with_article(name) == within


def test_no_person_has_one() -> None:
    persons = [actor.label for actor in gazetteer().actors.values() if actor.kind is ActorKind.PERSON]
    assert [name for name in persons if with_article(name) != name] == []
