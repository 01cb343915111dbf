from datetime import date
from pathlib import Path

import pytest

from communique.ontology.actors.own_actors import read_actors
from communique.ontology.actors.register import Actors
from communique.ontology.types.actor import ActorKind

TABLE = (
    "id\tkind\tlabel\tsector\tcountry\tacts_for\taliases\troles\n"
    "azu\tcountry\tAzuria\t\t\t\tRepublic of Azuria\t\n"
    "azu-gov\tbody\tGovernment of Azuria\tGOV\tazu\tazu\t\t\n"
    "\tperson\tTarek Moro\t\tazu\t\tT. Moro\tazu-gov:president:2009/2012-03\n"
)
TURTLE = """
@prefix dip: <https://w3id.org/communique/ontology#> . @prefix actor: <https://w3id.org/communique/actor/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
actor:azu a dip:Country ; skos:prefLabel "Azuria"@en ; skos:altLabel "Republic of Azuria"@en .
actor:azu-gov a dip:Body ; skos:prefLabel "Government of Azuria"@en ; dip:sector "GOV" ;
  dip:country actor:azu ; dip:actsFor actor:azu .
actor:tarek-moro a dip:Person ; skos:prefLabel "Tarek Moro"@en ; skos:altLabel "T. Moro"@en ; dip:country actor:azu .
<https://w3id.org/communique/role/1> a org:Membership ; org:member actor:tarek-moro ; org:organization actor:azu-gov ;
  schema:roleName "president"@en ; schema:startDate "2009-01-01"^^xsd:date ; dip:startPrecision "year" ;
  schema:endDate "2012-03-31"^^xsd:date ; dip:endPrecision "month" .
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_table_and_turtle_say_the_same(tmp_path):
    table = read_actors(written(tmp_path, "mine.tsv", TABLE))
    assert table == read_actors(written(tmp_path, "mine.ttl", TURTLE))
    assert [(actor.id, actor.kind, actor.code) for actor in table] == [
        ("azu", ActorKind.COUNTRY, "AZU"),
        ("azu-gov", ActorKind.BODY, "AZUGOV"),
        ("tarek-moro", ActorKind.PERSON, "AZU"),
    ]
    assert Actors(table).side("tarek-moro", date(2012, 3, 31)) == "azu"
    assert Actors(table).side("tarek-moro", date(2012, 4, 1)) == "tarek-moro"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id\tkind\tlabel\nx\tplanet\tX\n", r"mine\.tsv:2: kind 'planet' is none of"),
        ("id\tkind\tlabel\nx\tbody\t\n", r"mine\.tsv:2: no label"),
        ("id\tkind\tlabel\tstart\nx\tbody\tX\t9 May\n", r"mine\.tsv:2: '9 May' is not a date"),
        ("id\tkind\tlabel\troles\nx\tperson\tX\tboss\n", r"mine\.tsv:2: role 'boss': write"),
        ("id\tkind\tlabel\tacts_for\nx\tperson\tX\tusa\n", r"mine\.tsv:2: a person acts through roles"),
        ("id\tkind\tlabel\tcolour\nx\tbody\tX\tred\n", r"mine\.tsv:1: unknown columns \['colour'\]"),
        ("id\tkind\tlabel\nx\tbody\tX\nx\tbody\tY\n", r"mine\.tsv: ids given twice: x"),
    ],
)
def test_a_wrong_table_is_refused_with_file_and_line(tmp_path, text, message):
    path = written(tmp_path, "mine.tsv", text)
    with pytest.raises(ValueError, match=message):
        read_actors(path)


def test_wrong_turtle_is_refused_with_file_and_line(tmp_path):
    with pytest.raises(ValueError, match=r"mine\.ttl:3: this is no Turtle"):
        read_actors(written(tmp_path, "mine.ttl", "@prefix a: <x:> .\na:b a:c a:d .\na:b nonsense .\n"))
    with pytest.raises(ValueError, match=r"has no skos:prefLabel"):
        read_actors(written(tmp_path, "mine.ttl", "<x:a> a <https://w3id.org/communique/ontology#Body> ."))


def test_other_files_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"read from \.tsv or \.ttl"):
        read_actors(written(tmp_path, "mine.csv", ""))
