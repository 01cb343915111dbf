"""Grammatical relations and factuality, word by word, on parses written down by hand."""

import pytest
from treebank import parsed, parses, word

from communique.extract.syntax.clauses import (
    agents,
    antecedent,
    clause_of,
    conjuncts,
    is_passive,
    objects,
    subjects,
    verbs,
)
from communique.extract.syntax.factuality import is_negated, is_urged, modality
from communique.extract.syntax.lemmas import lemmas_of
from communique.extract.syntax.tree import tree_of
from communique.ontology.types.report import Modality


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Qatar gave aid to Gaza.", "gave", ["Qatar"]),
        ("Nepal was promised aid by China.", "promised", ["China"]),
        ("Eritrea threatened to attack Ethiopia.", "attack", ["Eritrea"]),
        ("India wants Pakistan to hand over the militants.", "hand", ["Pakistan"]),
        ("The Japanese plane that France shot down was 20 years old.", "shot", ["France"]),
        ("Hungary is due to hold talks with Slovakia.", "hold", ["Hungary"]),
        ("The African Union welcomed Eritrea's decision to send a delegation to Addis Ababa.", "send", ["Eritrea"]),
        ("Spain criticized Morocco without naming Algeria.", "naming", ["Morocco"]),
        ("The attack committed by Israel against Syria angered Iran.", "committed", ["Israel"]),
    ],
)  # fmt: skip
def test_who_does_what_a_verb_says(text: str, verb: str, expected: list[str]) -> None:
    assert [token.text for token in subjects(word(parsed(text), verb))] == expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Qatar gave aid to Gaza.", "gave", ["aid"]),
        ("Nepal was promised aid by China.", "promised", ["Nepal", "aid"]),
        ("The Japanese plane that France shot down was 20 years old.", "shot", ["plane"]),
        ("France let Japanese sailors go.", "let", ["sailors"]),
        ("The envoys whom Peru expelled were Venezuelan.", "expelled", []),
        ("The attack committed by Israel against Syria angered Iran.", "committed", ["attack"]),
        ("Moroccan authorities have seized a Spanish yacht carrying two tons of hashish off Al Hoceima.",
         "seized", ["yacht"]),
    ],
)  # fmt: skip
def test_to_whom_a_verb_does_it(text: str, verb: str, expected: list[str]) -> None:
    assert [token.text for token in objects(word(parsed(text), verb))] == expected


def test_a_passive_has_its_agent_behind_by() -> None:
    doc = parsed("Hundreds of Japanese villagers were slaughtered by French mercenaries.")
    verb = word(doc, "slaughtered")
    assert is_passive(verb)
    assert [token.text for token in agents(verb)] == ["mercenaries"]
    assert not is_passive(word(parsed("Qatar gave aid to Gaza."), "gave"))


def test_relatives_coordinates_and_clauses_are_found() -> None:
    relative = parsed("Laos rejected the loan which China had offered.")
    assert antecedent(word(relative, "which"), word(relative, "offered")).text == "loan"
    assert clause_of(word(relative, "China")).text == "offered"
    three = parsed(
        "Jordan, Egypt and the Palestinians rejected the American decision on Jerusalem, while Guatemala praised it."
    )
    assert [token.text for token in conjuncts(word(three, "Egypt"))] == ["Jordan", "Egypt", "Palestinians"]


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Poland would not extradite the spy to Russia.", "extradite"),
        ("Nobody in Ethiopia threatened Egypt.", "threatened"),
        ("Spain did not launch an attack on France.", "attack"),
        ("Spain has yet to thank Morocco.", "thank"),
        ("Spain criticized Morocco without naming Algeria.", "naming"),
    ],
)
def test_a_predicate_is_negated(text: str, predicate: str) -> None:
    assert is_negated(word(parsed(text), predicate))


def test_what_is_asserted_is_not_negated() -> None:
    assert not is_negated(word(parsed("Spain criticized Morocco without naming Algeria."), "criticized"))
    assert not is_negated(word(parsed("The attack committed by Israel against Syria angered Iran."), "attack"))


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("Qatar gave aid to Gaza.", "gave", Modality.ACTUAL),
        ("Spain may thank Morocco.", "thank", Modality.POSSIBLE),
        ("China said it would attack Taiwan.", "attack", Modality.PLANNED),
        ("Poland would not extradite the spy to Russia.", "extradite", Modality.HYPOTHETICAL),
        ("Moscow said Washington should lift the sanctions.", "lift", Modality.URGED),
        ("Spain will attack Libya, Morocco said after Algeria accused France of murder.", "attack", Modality.PLANNED),
        ("Russia will attack Ukraine if NATO expands.", "attack", Modality.HYPOTHETICAL),
        ("If Russia invades Latvia, NATO will respond.", "invades", Modality.HYPOTHETICAL),
        ("Did Iran attack Israel?", "attack", Modality.HYPOTHETICAL),
        ("US envoy to visit Pakistan", "visit", Modality.PLANNED),
        ("A planned visit to Pakistan by the Chinese president angered India.", "visit", Modality.PLANNED),
        ("The attack committed by Israel against Syria angered Iran.", "attack", Modality.ACTUAL),
        ("Amnesty International called on Vietnam to release an elderly Buddhist monk ahead of U.S. President "
         "Bill Clinton's visit to Hanoi, due to begin on Thursday.", "visit", Modality.PLANNED),
    ],
)  # fmt: skip
def test_words_say_how_real_a_predicate_is(text: str, predicate: str, expected: Modality) -> None:
    assert modality(word(parsed(text), predicate)) is expected


def test_should_urges_and_will_does_not() -> None:
    assert is_urged(word(parsed("Moscow said Washington should lift the sanctions."), "lift"))
    assert not is_urged(word(parsed("Russia will attack Ukraine if NATO expands."), "attack"))


@pytest.mark.parametrize("text", parses())
def test_the_tree_of_a_sentence_is_that_of_its_parse(text: str) -> None:
    doc = parsed(text)
    below = [[token for _, token in dependents] for dependents in tree_of(doc).dependents]
    assert below == [list(token.children) for token in doc]
    assert all(label == token.dep_ for dependents in tree_of(doc).dependents for label, token in dependents)
    assert {token.i for token in verbs(doc)} >= {token.i for token in doc if token.tag_.startswith("VB")}


def test_a_copy_of_a_sentence_has_its_own_tree_and_base_forms_are_those_of_who_asks() -> None:
    doc = parsed("Qatar gave aid to Gaza.")
    assert tree_of(doc) is tree_of(doc)
    copied = doc.copy()
    assert tree_of(copied).tokens[0].doc is copied
    assert lemmas_of(doc, lambda token: token.text)[1] == "gave"
    assert lemmas_of(doc, lambda token: token.lemma_ or "give")[1] == "give"
