"""The actor linker: the coverage list, and its rules one by one."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from communique.api.evaluation.mentions import Case, cases, link
from communique.extract.pipeline import Coder
from communique.ontology.types.actor import Actor
from communique.ontology.types.document import Document

LISTED = tuple(cases(Path(__file__).parents[2] / "benchmarks" / "validation" / "mentions.tsv"))


def actor_of(coder: Coder, text: str, mention: str, day: str = "2015-05-05") -> tuple[str, str]:
    """Give actor and side of a mention."""
    found = link(Case("", text, mention, date.fromisoformat(day), "", ""), coder)
    return found.actor, found.side


def test_the_coverage_list_is_long_and_names_each_mention_once():
    assert len(LISTED) >= 420
    assert not [item for item, number in Counter((case.text, case.mention) for case in LISTED).items() if number > 3]
    assert all(case.mention in case.text for case in LISTED)


def test_the_coverage_list_is_right(coder: Coder):
    missed = [item for item in (link(case, coder) for case in LISTED) if not item.right]
    assert {(item.case.text, item.case.mention): (item.actor, item.side) for item in missed} == {}


@pytest.mark.parametrize(
    ("day", "side"), [("2003-05-05", "usa"), ("2015-05-05", "usa"), ("2019-05-05", "john-kerry"), ("2022-05-05", "usa")]
)
def test_a_person_acts_for_whom_he_served_on_the_day(coder: Coder, day: str, side: str):
    assert actor_of(coder, "John Kerry criticized Russia.", "John Kerry", day) == ("john-kerry", side)


@pytest.mark.parametrize(("day", "actor"), [("1990-05-05", "george-h-w-bush"), ("2005-05-05", "george-w-bush")])
def test_of_two_persons_of_one_name_it_is_who_served_on_the_day(coder: Coder, day: str, actor: str):
    assert actor_of(coder, "George Bush criticized Russia.", "George Bush", day)[0] == actor


@pytest.mark.parametrize(
    ("text", "mention", "actor"),
    [
        ("Secretary Clinton met diplomats.", "Clinton", "hillary-clinton"),
        ("Clinton met diplomats.", "Clinton", "hillary-clinton"),
        ("Mary Clinton met diplomats.", "Clinton", "mary-clinton"),
    ],
)
def test_a_surname_is_whose_title_or_rank_it_fits_and_nobodys_after_another_given_name(coder, text, mention, actor):
    assert actor_of(coder, text, mention, "2011-05-05")[0] == actor


@pytest.mark.parametrize("text", ["Talks end in May.", "He left.", "May 5 was quiet."])
def test_everyday_words_are_no_surnames(coder: Coder, text: str):
    document = Document("d", text, published=date(2017, 5, 5))
    assert not [mention for _, scene in coder.scenes(document) for mention in scene.mentions.all]


def test_a_short_form_stands_for_what_the_document_defined(coder: Coder):
    text = "The Southern Rivers Alliance (SRA) met. The SRA attacked Kenya. Kenya accused the SRA of murder."
    reports = list(coder.extract(Document("d", text, published=date(2015, 5, 5))).reports)
    assert {"southern-rivers-alliance"} == {
        name for report in reports for name in (report.actor, report.target) if name and name != "ken"
    }


def test_found_actors_have_the_same_identity_each_time_and_are_marked(coder: Coder):
    text = "French Defence Minister Aude Pellerine criticized Mali."
    document = Document("d", text, published=date(2015, 5, 5))
    once, again = coder.extract(document), coder.extract(document)
    assert once == again
    assert [(actor.id, actor.found) for actor in once.actors] == [("aude-pellerine-fra", True)]


def test_an_actor_with_the_name_as_alias_takes_the_place_of_a_found_one(coder: Coder):
    from communique.extract.actors.dictionary import dictionary
    from communique.extract.actors.names import name_mentions
    from communique.ontology.types.actor import ActorKind

    text = "The Southern Rivers Alliance (SRA) attacked Kenya."
    own = Actor("sra", ActorKind.BODY, "Rivers Alliance", aliases=("Southern Rivers Alliance",))
    names = dictionary(coder.names.gazetteer.with_actors((own,)), coder.nlp)
    doc = coder.nlp.make_doc(text)
    assert {item.actor for item in name_mentions(doc, names, None, {})} == {"sra", "ken"}


@pytest.mark.parametrize("text", ["Kenya fought the KLQ/N.", "The KLQ/N attacked Kenya."])
def test_a_name_that_ends_in_an_initial_is_found_at_the_end_of_a_sentence(coder: Coder, text: str):
    from communique.extract.actors.dictionary import dictionary
    from communique.extract.actors.names import name_mentions
    from communique.ontology.types.actor import ActorKind

    own = Actor("klq-n", ActorKind.BODY, "KLQ/N")
    names = dictionary(coder.names.gazetteer.with_actors((own,)), coder.nlp)
    assert {item.actor for item in name_mentions(coder.nlp.make_doc(text), names, None, {})} == {"klq-n", "ken"}


@pytest.mark.parametrize("text", ["Saudi-backed forces took the airport.", "The US-led forces took the airport."])
def test_forces_backed_by_a_state_are_not_its_forces(coder: Coder, text: str):
    document = Document("d", text, published=date(2015, 5, 5))
    actors = [mention.actor for _, scene in coder.scenes(document) for mention in scene.mentions.all]
    assert not [name for name in actors if name.endswith("-mil")]


@pytest.mark.parametrize(
    ("text", "mention", "actor", "side"),
    [
        ("Viktor Yanukovich left.", "Viktor Yanukovich", "viktor-yanukovych", "viktor-yanukovych"),
        ("Walid al-Moualem accused Turkey.", "Walid al-Moualem", "walid-al-moallem", "syr"),
        ("The French foreign ministry protested.", "The French foreign ministry", "fra-mfa", "fra"),
        ("The French voted.", "The French", "fra-cvl", "fra-cvl"),
        ("The government in Tripoli protested.", "government in Tripoli", "lby-gov", "lby"),
        ("Norway's envoy to Kenya, Lise Brokkerud, protested.", "Lise Brokkerud", "lise-brokkerud-nor", "nor"),
        ("Prime Minister Ludo Verhaagen of Belgium spoke.", "Ludo Verhaagen", "ludo-verhaagen-bel", "bel"),
        ("The Front for Lowland Rights attacked Niger.", "Front for Lowland Rights", "front-for-lowland-rights", ""),
        ("North and South Korea protested.", "North", "prk", "prk"),
        ("Virginia Raggi attacked Kenya.", "Virginia", "", ""),
        ("She bought a Turkish rug.", "Turkish", "", ""),
        ("Putin accused the West of arrogance.", "the West", "the-west", "the-west"),
        ("He walked along the West Coast.", "West Coast", "", ""),
        # What a name means may stand right beside it, or anywhere in the sentence.
        ("The University of Georgia protested.", "Georgia", "university-of-georgia", ""),
        ("Stacey Abrams met diplomats in Georgia.", "Georgia", "usa", "usa"),
        # Military actions are not the military; a president with a name of his own belongs to no country behind it.
        ("Jordan criticized Israel's military actions.", "Israel", "isr", "isr"),
        ("President Vladimir Putin of Russia spoke.", "Vladimir Putin", "vladimir-putin", "rus"),
        ("The foreign ministry in Lima protested.", "foreign ministry in Lima", "per-mfa", "per"),
        # Companies are not their state, wherever the nation stands in their name; its government is.
        ("Kenya Airways sued Chad.", "Kenya Airways", "ken-bus", ""),
        ("Korea Electric Power sued Chad.", "Korea Electric Power", "kor-bus", ""),
        ("Air Canada sued Chad.", "Air Canada", "can-bus", ""),
        ("Bank of America sued Chad.", "Bank of America", "bank-of-america", ""),
        ("Russian Energy Minister Oleg Tarsin met diplomats.", "Oleg Tarsin", "oleg-tarsin-rus", "rus"),
        ("The US Air Force bombed Chad.", "US Air Force", "us-air-force", "usa"),
        # There is one pope.
        ("The pope urged a ceasefire in Peru.", "pope", "vat-head", "vat"),
        ("Pope urges ceasefire in Peru", "Pope", "vat-head", "vat"),
        ("Egypt praised the Coptic pope.", "pope", "unnamed-gov", ""),
        # A body and the noun that says what it is are one.
        ("The Kurdish rebel group PKK freed a doctor.", "rebel group", "pkk", ""),
        ("The Lebanese Shiite movement Hezbollah thanked Chad.", "Lebanese", "hezbollah", ""),
        # An institution belongs to where it stands.
        ("The American University in Cairo sued Chad.", "University in Cairo", "egy-edu", ""),
        ("The American University in Cairo sued Chad.", "American", "", ""),
        # A city is where the words behind its comma say, unless a list goes on.
        ("Police in Birmingham, Alabama, freed a nun.", "Birmingham", "usa", "usa"),
        ("The mayor of Moscow, Idaho, thanked Chad.", "Moscow", "usa-gov", "usa"),
        ("Police in Tripoli, Lebanon, freed a nun.", "Tripoli", "lbn", "lbn"),
        ("Officials in London, New York and Lima met.", "London", "gbr-gov", "gbr"),
        ("In Moscow, Washington was criticised.", "Moscow", "rus-gov", "rus"),
        ("Georgia's governor thanked Chad.", "Georgia's governor", "usa-gov", "usa"),
    ],
)
def test_a_rule_of_names_holds(coder: Coder, text: str, mention: str, actor: str, side: str):
    assert actor_of(coder, text, mention) == (actor, side or actor)


@pytest.mark.parametrize("text", ["Pro-Russian separatists attacked Poland.", "Anti-Russian rebels attacked Poland."])
def test_whom_somebody_is_for_or_against_does_not_own_him(coder: Coder, text: str):
    assert "rus" not in {report.actor[:3] for report in coder.extract(Document("d", text)).reports if report.actor}


def test_a_plural_name_means_several_countries(coder: Coder):
    reports = coder.extract(Document("d", "The two Koreas criticised Japan.", published=date(2016, 6, 5))).reports
    assert sorted(str(report.actor) for report in reports) == ["kor", "prk"]


def test_a_lake_or_monument_is_no_actor(coder: Coder):
    for text in ("Lake Tarsa attacked Kenya.", "Fenwick Monument attacked Kenya."):
        found = [actor for _, scene in coder.scenes(Document("d", text)) for actor in scene.found]
        assert found == []


@pytest.mark.parametrize(
    ("capital", "published", "government"),
    [
        ("Belgrade", None, "srb-gov"),
        ("Belgrade", date(2004, 5, 5), "scg-gov"),
        ("Prague", None, "cze-gov"),
        ("Prague", date(1991, 5, 5), "csk-gov"),
        ("Sanaa", None, "yem-gov"),
        ("Moscow", None, "rus-gov"),
        ("Moscow", date(1989, 5, 5), "sun-gov"),
    ],
)
def test_a_capital_is_that_of_the_country_of_the_day_or_of_the_one_that_is_there_still(
    coder: Coder, capital: str, published: date | None, government: str
):
    document = Document("d", f"{capital} criticized Chad.", published=published)
    assert {report.actor for report in coder.extract(document).reports} == {government}
