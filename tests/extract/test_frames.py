"""Frames on parses written down by hand: where a pattern matches, and whom the nouns in its slots mean."""

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc
from treebank import lemma_of, parsed, treebank_coder, word

from communique.extract.actors.discourse import Discourse
from communique.extract.frames.arguments import fillers
from communique.extract.frames.headlines import bare_passive, with_passive
from communique.extract.frames.index import frame_index, frames_by_token, possible, vocabulary
from communique.extract.frames.matching import match_frame, predicate_matches
from communique.extract.frames.scene import Scene
from communique.extract.readings.intentions import intentions
from communique.extract.syntax.clauses import is_passive
from communique.ontology.lexicon.frame import Slot, SlotName, Word, parse_frame

CLASSES = {"vehicles": frozenset(("plane", "ship"))}


def scene(text: str) -> Scene:
    """Give a sentence of the treebank, ready for filling slots."""
    coder = treebank_coder()
    discourse = Discourse(coder.names.gazetteer.actors, None)
    doc = parsed(text)
    return coder.scene(doc, coder.named(doc, discourse), discourse)


@pytest.mark.parametrize(
    ("pattern", "text", "trigger", "slots"),
    [
        ("give aid to TARGET", "Qatar gave aid to Gaza.", "gave", {"TARGET": ["Gaza"]}),
        ("give TARGET", "Qatar gave aid to Gaza.", "gave", {"TARGET": ["aid"]}),
        ("give loan to TARGET", "Qatar gave aid to Gaza.", "gave", None),
        ("return loan to TARGET", "France returned the loan to Japan.", "returned", {"TARGET": ["Japan"]}),
        ("return - to TARGET", "France returned the loan to Japan.", "returned", None),
        ("shoot down TARGET:@vehicles", "The Japanese plane that France shot down was 20 years old.", "shot",
         {"TARGET": ["plane"]}),
        ("shoot TARGET", "On 3 July 1988 a US cruiser shot down an Iranian airliner.", "shot", None),
        ("shoot down TARGET:@vehicles", "On 3 July 1988 a US cruiser shot down an Iranian airliner.", "shot", None),
        ("n:attack against TARGET", "The attack committed by Israel against Syria angered Iran.", "attack",
         {"TARGET": ["Syria"]}),
        ("n:prisoner swap", "France and Japan agreed on a prisoner swap.", "swap", {}),
        ("n:hostage swap", "France and Japan agreed on a prisoner swap.", "swap", None),
        ("slaughter TARGET", "Hundreds of Japanese villagers were slaughtered by French mercenaries.", "slaughtered",
         {"TARGET": ["villagers"]}),
        ("PARTNER hold talk with PARTNER", "Hungary is due to hold talks with Slovakia.", "hold",
         {"PARTNER": ["Slovakia"]}),
        ("n:visit to TARGET", "Spain visits Morocco on 20 May.", "visits", None),
    ],
)  # fmt: skip
def test_a_pattern_matches_with_its_slots(
    pattern: str, text: str, trigger: str, slots: dict[str, list[str]] | None
) -> None:
    match = match_frame(parse_frame(pattern, "010", CLASSES), word(parsed(text), trigger), lemma_of)
    found = None if match is None else {str(name): [t.text for t in tokens] for name, tokens in match.slots.items()}
    assert found == slots


def test_only_frames_whose_words_stand_in_the_sentence_are_tried() -> None:
    index = frame_index(parse_frame(text, "070", CLASSES) for text in ("give aid to TARGET", "give loan to TARGET"))
    doc = parsed("Qatar gave aid to Gaza.")
    words = vocabulary(doc, lemma_of)
    assert words >= {"gave", "give", "aid"}
    ((token, found),) = frames_by_token(doc, index, lemma_of)
    assert (token, len(found)) == (doc[1], 2)
    assert [frame.pattern for frame in possible(found, words)] == ["give aid to TARGET"]


def test_a_frame_whose_slots_stand_empty_is_told_apart_from_a_whole_one() -> None:
    patterns = ("return loan to TARGET", "return loan of TARGET", "return gift to TARGET")
    index = frame_index(parse_frame(text, "070", CLASSES) for text in patterns)
    found = predicate_matches(parsed("France returned the loan to Japan."), index, lemma_of)
    assert [(match.frame.elements[-1], whole) for match, whole in found] == [
        (Slot(SlotName.TARGET), True),
        (Word(frozenset(("loan",))), False),
    ]


@pytest.mark.parametrize(
    ("text", "noun", "actors"),
    [
        ("North Korea, to which Japan sent rice, thanked Kenya.", "which", ["prk"]),
        ("Jordan, Egypt and the Palestinians rejected the American decision on Jerusalem, while Guatemala praised it.",
         "Jordan", ["jor", "egy", "pse-cvl"]),
        ("The London-based group Amnesty International called on Saudi Arabia to stop public beheadings.", "group",
         ["amnesty-international"]),
        ("The attack committed by Israel against Syria angered Iran.", "attack", ["isr"]),
        ("Laos rejected the loan which China had offered.", "loan", ["chn"]),
        ("Guinea released relatives of a Liberian warlord.", "relatives", ["lbr-cvl"]),
        ("Turkish and Armenian envoys met in Vienna.", "envoys", ["arm-mfa", "tur-mfa"]),
    ],
)  # fmt: skip
def test_a_noun_means_actors(text: str, noun: str, actors: list[str]) -> None:
    here = scene(text)
    assert [item.actor for item in fillers(word(here.doc, noun), here, embedded=True)] == actors


def test_nobody_promises_or_threatens_himself() -> None:
    assert list(intentions([], scene("France promised to defend French bases."))) == []
    (found,) = intentions([], scene("Iran threatened to close the Strait of Hormuz to American aircraft carriers."))
    assert (found.code, [item.actor for item in found.targets]) == ("130", ["usa-bus"])


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        ("Talks/NNS/nsubj/1 called/VBD/ROOT/1 off/RP/prt/1", 1),
        ("Envoy/NN/ROOT/0 summoned/VBD/acl/0 in/IN/prep/1 Oslo/NNP/pobj/2", 1),
        ("Envoy/NN/nsubj/1 shot/VBN/ROOT/1 in/IN/prep/1 Oslo/NNP/pobj/2", 1),
        # With another particle, an object, an auxiliary, a full stop or a verb that needs no object it is active.
        ("Envoy/NN/nsubj/1 called/VBD/ROOT/1 in/IN/prep/1 Oslo/NNP/pobj/2", None),
        ("Peru/NNP/nsubj/1 summoned/VBD/ROOT/1 envoy/NN/dobj/1", None),
        ("Envoy/NN/nsubj/2 had/VBD/aux/2 summoned/VBN/ROOT/2", None),
        ("Envoy/NN/nsubj/1 summoned/VBD/ROOT/1 in/IN/prep/1 Oslo/NNP/pobj/2 ././punct/1", None),
        ("Envoys/NNS/nsubj/1 met/VBD/ROOT/1 in/IN/prep/1 Oslo/NNP/pobj/2", None),
        ("Envoys/NNS/nsubj/1 sang/VBD/ROOT/1 in/IN/prep/1 Oslo/NNP/pobj/2", None),
    ],
)
def test_a_headline_leaves_out_the_auxiliary_of_a_passive(words: str, verb: int | None) -> None:
    patterns = ("call off meeting with TARGET", "call on TARGET", "summon TARGET", "PARTNER met", "met PARTNER")
    index = frame_index(parse_frame(pattern, "000", {}) for pattern in patterns)
    items = (item.split("/") for item in words.replace("././", "_/./").split())
    texts, tags, labels, heads = zip(*items, strict=True)
    spelled = [text.replace("_", ".") for text in texts]
    doc = Doc(English().vocab, spelled, tags=tags, deps=labels, heads=[*map(int, heads)])
    assert bare_passive(doc, index) == verb
    if verb is not None:
        assert is_passive(with_passive(doc, verb)[verb])
