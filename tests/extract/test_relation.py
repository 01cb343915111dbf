"""The relation reader: what the network is given, what is believed of what it says, and the reports that come of it."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnxruntime import InferenceSession
from treebank import parsed, treebank_coder

from communique.extract.actors.discourse import Discourse
from communique.extract.pipeline import Coder
from communique.extract.purpose import Purpose
from communique.extract.relation.calibration import FrameLine, NetworkLine, calibration, kind_of, weight_of
from communique.extract.relation.choice import Thresholds, judgements, thresholds
from communique.extract.relation.codes import code_of, is_mutual
from communique.extract.relation.judging import Evidence, FrameEvent, JudgedRelation, pooled
from communique.extract.relation.marking import party_of
from communique.extract.relation.network import (
    MOST_MENTIONS,
    NOBODY,
    MarkedMention,
    Network,
    Scores,
    description,
    inputs_of,
    network,
)
from communique.extract.relation.reader import RULE, in_one_phrase
from communique.ontology.lexicon import PartOfSpeech, actions
from communique.ontology.types import Actor, ActorKind, Document, Modality, Report

NONE = MarkedMention(0, 0, "none", NOBODY)
PERU, CHILE, LIMA = (
    MarkedMention(0, 4, "name", "PER"),
    MarkedMention(14, 19, "name", "CHL"),
    MarkedMention(30, 34, "capital", "PER"),
)
# The pieces of "Peru thanked  Chile in talks in Lima", as far as triggers need them.
PIECES = ((0, 0), (0, 4), (5, 12), (14, 19), (23, 28), (30, 34))
THANKED, TALKS = 2, 4
ALL = Thresholds(0.3, 0.5, 0.5, 0.5)
THANKS = {FrameEvent("PER", "CHL", "05", "asserted"): Evidence((PIECES[THANKED],), 0.0)}


def _scores(said: Mapping[tuple[int, int, str, str], float], triggers: Mapping[tuple[int, int], int]) -> Scores:
    """Give what a network would say: logits by mentions, status and root; each pair looks at one piece."""
    mentions = (NONE, PERU, CHILE, LIMA)
    logits = np.full((4, 4, len(description().labels)), -20, dtype=np.float32)
    attention = np.full((4, 4, len(PIECES)), -9, dtype=np.float32)
    for (source, target, status, root), value in said.items():
        logits[source, target, description().number[status, root]] = value
    for pair, piece in triggers.items():
        attention[pair][piece] = 0
    words = np.zeros((len(PIECES), len(description().labels)), dtype=np.float32)
    return Scores(mentions, logits, attention, words, PIECES)


def _events(found: list[JudgedRelation]) -> list[tuple[str, str, str, str]]:
    return [(item.source.party, item.target.party, item.root, item.status) for item in found]


def test_what_is_probable_enough_is_believed_the_most_probable_first() -> None:
    scores = _scores({(1, 2, "asserted", "05"): 3, (2, 1, "asserted", "04"): 5, (2, 1, "asserted", "05"): -3}, {})
    assert _events(judgements(scores, {}, ALL)) == [("CHL", "PER", "04", "asserted"), ("PER", "CHL", "05", "asserted")]
    assert judgements(scores, {}, Thresholds(0.9999, 0.9999, 0.9999, 0.9999)) == []


def test_mentions_of_one_party_count_together_and_the_best_of_them_stands_for_it() -> None:
    said = {(1, 2, "asserted", "04"): 4.0, (3, 2, "asserted", "04"): 1.0}
    (found,) = judgements(_scores(said, {(1, 2): TALKS}), {}, ALL)
    assert (found.source, found.target, found.trigger) == (PERU, CHILE, PIECES[TALKS])
    alone = judgements(_scores({(1, 2, "asserted", "04"): 4.0}, {}), {}, ALL)
    assert found.probability > alone[0].probability


@given(st.lists(st.integers(0, 2), min_size=1, max_size=4), st.integers(0, 2**32 - 1))
def test_a_pair_of_parties_has_the_logarithm_of_the_sum_over_its_mentions(added: list[int], seed: int) -> None:
    number = [0]
    for step in added:
        # A party that has been named, or the next one.
        number.append(min(max(number) + 1, max(1, max(number) + step - 1)))
    logits = np.random.default_rng(seed).normal(-4, 5, (len(number), len(number), 3)).astype(np.float32)
    found = pooled(logits, np.array(number), max(number) + 1)
    for source, target, label in np.ndindex(found.shape):
        inside = logits[np.ix_(np.equal(number, source), np.equal(number, target))][..., label]
        assert found[source, target, label] == pytest.approx(max(-30, np.log(np.exp(inside).sum())), abs=1e-3)


def test_beside_a_firm_frame_the_network_must_be_surer() -> None:
    thanks, talks = (1, 2, "asserted", "05"), (2, 1, "asserted", "04")
    scores = _scores({thanks: 5.0, talks: 0.2}, {(1, 2): THANKED, (2, 1): TALKS})
    least = Thresholds(0.3, 0.5, 0.5, 0.7)
    assert ("CHL", "PER", "04", "asserted") in _events(judgements(scores, {}, least))
    assert _events(judgements(scores, THANKS, least)) == [("PER", "CHL", "05", "asserted")]
    doubtful = {event: Evidence(said.words, -9.0) for event, said in THANKS.items()}
    assert ("CHL", "PER", "04", "asserted") in _events(judgements(scores, doubtful, least))


def test_of_one_party_alone_the_network_must_be_surer() -> None:
    least = Thresholds(0.3, 0.5, 0.9, 0.5)
    for pair, said in (((1, 2), True), ((1, 0), False), ((0, 1), False), ((1, 3), False)):
        scores = _scores({(*pair, "asserted", "17"): 2.0}, {pair: THANKED})
        assert bool(judgements(scores, {}, least)) is said


def test_how_probable_a_relation_is_does_not_depend_on_the_thresholds() -> None:
    said = {(1, 2, "asserted", "05"): 1.0, (0, 1, "asserted", "05"): -0.5}
    scores = _scores(said, {(1, 2): THANKED, (0, 1): THANKED})
    low, high = (judgements(scores, {}, Thresholds(least, least, least, least))[0] for least in (0.05, 0.5))
    assert low.probability == high.probability


def test_one_word_gives_one_root_to_a_pair_and_two_words_two() -> None:
    said = {(1, 2, "asserted", "05"): 4.0, (1, 2, "asserted", "04"): 3.0}
    assert [item.root for item in judgements(_scores(said, {(1, 2): THANKED}), {}, ALL)] == ["05"]
    scores = _scores(said, {(1, 2): THANKED})
    scores.words[TALKS, description().number["asserted", "04"]] = 40
    assert [item.root for item in judgements(scores, {}, ALL)] == ["05", "04"]


def test_nobody_is_no_party_where_the_same_word_names_one() -> None:
    said = {(1, 2, "asserted", "05"): 4.0, (1, 0, "asserted", "05"): 6.0, (0, 2, "asserted", "05"): 2.0}
    everywhere = {(1, 2): THANKED, (1, 0): THANKED, (0, 2): THANKED}
    assert _events(judgements(_scores(said, everywhere), {}, ALL)) == [("PER", "CHL", "05", "asserted")]
    elsewhere = everywhere | {(1, 0): TALKS}
    assert ("PER", NOBODY, "05", "asserted") in _events(judgements(_scores(said, elsewhere), {}, ALL))


def test_a_frame_lowers_the_threshold_and_its_status_counts() -> None:
    said = {(1, 2, "asserted", "05"): -3.5, (1, 2, "planned", "05"): -9.0}
    event = FrameEvent("PER", "CHL", "05", "planned")
    scores = _scores(said, {(1, 2): THANKED})
    assert judgements(scores, {}, ALL) == []
    (found,) = judgements(scores, {event: Evidence((PIECES[THANKED],), 0.0)}, Thresholds(0.1, 0.5, 0.5, 0.5))
    assert (found.event, found.by_frame) == (event, True)


def test_a_frame_that_is_nearly_always_right_needs_no_support_and_one_that_is_often_wrong_does() -> None:
    (event,) = THANKS
    doubtful, likely = (_scores({(1, 2, "asserted", "05"): logit}, {(1, 2): THANKED}) for logit in (-12.0, 2.0))
    often, seldom = ({event: Evidence((PIECES[THANKED],), weight)} for weight in (2.0, -2.0))
    least = Thresholds(0.25, 0.6, 0.6, 0.6)
    assert _events(judgements(doubtful, often, least)) == [("PER", "CHL", "05", "asserted")]
    assert judgements(doubtful, seldom, least) == []
    sure, unsure = (judgements(likely, frames, least)[0].probability for frames in (often, seldom))
    assert sure > unsure + 0.1


def test_what_else_the_same_word_says_of_other_parties_makes_a_relation_less_probable() -> None:
    said = {(1, 2, "asserted", "05"): 5.0, (0, 1, "asserted", "05"): 1.0}
    same_word, other_word = (_scores(said, {(1, 2): THANKED, (0, 1): piece}) for piece in (THANKED, TALKS))
    assert _events(judgements(same_word, THANKS, ALL)) == [("PER", "CHL", "05", "asserted")]
    assert len(judgements(other_word, THANKS, ALL)) == 2
    planned = _scores({**said, (0, 1, "planned", "05"): 1.0}, {(1, 2): THANKED, (0, 1): THANKED})
    assert (NOBODY, "PER", "05", "planned") in _events(judgements(planned, THANKS, ALL))


def test_a_frame_is_doubted_where_the_network_gives_its_word_to_others_but_not_beside_another_frame() -> None:
    (event,) = THANKS
    other = FrameEvent(NOBODY, "PER", "05", "asserted")
    said = {(1, 2, "asserted", "05"): 1.0, (0, 1, "asserted", "05"): 5.0}
    scores = _scores(said, {(1, 2): THANKED, (0, 1): THANKED})
    alone = {item.event: item.probability for item in judgements(scores, THANKS, ALL)}
    both = {item.event: item.probability for item in judgements(scores, {**THANKS, other: THANKS[event]}, ALL)}
    assert alone[event] < both[event]


def test_coordinated_parties_are_no_rivals() -> None:
    # As in "Peru thanked Chile and Lima", if Lima were a party of its own.
    said = {(0, 1, "asserted", "05"): 2.0, (0, 2, "asserted", "05"): 5.0}
    scores = _scores(said, {(0, 1): THANKED, (0, 2): THANKED})
    low = Thresholds(0.1, 0.1, 0.1, 0.1)

    def probable(listed: Callable[[MarkedMention, MarkedMention], bool]) -> float:
        found = judgements(scores, {}, low, in_one_list=listed)
        return next(item.probability for item in found if item.target == PERU)

    assert probable(lambda _, __: True) > probable(lambda _, __: False)


def test_the_other_words_of_a_frame_are_its_own_too() -> None:
    # As in "has not ruled out talks": the network takes the operator for a refusal between the same parties.
    (event,) = THANKS
    said = {(1, 2, "asserted", "05"): 6.0, (1, 2, "asserted", "04"): 2.0}
    scores = _scores(said, {(1, 2): THANKED})
    scores.words[TALKS, description().number["asserted", "04"]] = 40
    assert len(judgements(scores, THANKS, ALL)) == 2
    whole = {event: Evidence((PIECES[THANKED], PIECES[TALKS]), 0.0)}
    assert [item.root for item in judgements(scores, whole, ALL)] == ["05"]


def test_what_a_frames_verb_makes_of_its_object_counts_and_not_the_object() -> None:
    scores = _scores({(1, 2, "asserted", "07"): 4}, {(1, 2): TALKS})
    event = FrameEvent("PER", "CHL", "16", "asserted")
    words = PIECES[THANKED], PIECES[TALKS]
    (turned,) = judgements(scores, {event: Evidence(words, 0.0, (PIECES[TALKS],))}, ALL)
    assert (turned.root, turned.by_frame) == ("16", True)
    assert turned.probability > calibration().frame.probability(calibration().frame.floor, 0.0) + 0.2
    # Where the network looks at the verb itself, or the frame agrees with it, the likelier of the two is kept.
    (kept,) = judgements(scores, {event: Evidence(words, 0.0)}, ALL)
    assert kept.root == "07"
    friendly = {FrameEvent("PER", "CHL", "03", "asserted"): Evidence(words, 0.0, (PIECES[TALKS],))}
    assert [item.root for item in judgements(scores, friendly, ALL)] == ["07"]


def test_what_a_frame_says_of_both_sides_is_as_probable_one_way_as_the_other() -> None:
    said = {(1, 2, "asserted", "04"): 3.0, (2, 1, "asserted", "04"): -2.0}
    events = [FrameEvent(*pair, "04", "asserted") for pair in (("PER", "CHL"), ("CHL", "PER"))]

    def probable(*, mutual: bool) -> list[float]:
        frames = {event: Evidence((PIECES[TALKS],), 0.0, mutual=mutual) for event in events}
        scores = _scores(said, {(1, 2): TALKS, (2, 1): TALKS})
        return [item.probability for item in judgements(scores, frames, Thresholds(0.1, 0.1, 0.1, 0.1))]

    (higher, lower), (one, other) = probable(mutual=False), probable(mutual=True)
    assert higher > lower
    assert one == other == pytest.approx((higher + lower) / 2)


def test_who_meets_is_met_but_who_visits_is_not_visited() -> None:
    assert is_mutual("meet", "04", PartOfSpeech.VERB)
    assert is_mutual("talk", "04", PartOfSpeech.NOUN)
    assert not is_mutual("visit", "04", PartOfSpeech.VERB)
    # A call goes one way, contacts go both.
    assert not is_mutual("contact", "04", PartOfSpeech.VERB)
    assert not is_mutual("talk", "07", PartOfSpeech.NOUN)


def test_an_act_at_home_is_told_once() -> None:
    said = {(1, 3, "asserted", "17"): 4.0, (1, 0, "asserted", "17"): 6.0, (1, 0, "asserted", "14"): 5.0}
    words = {(1, 3): THANKED, (1, 0): TALKS}
    assert _events(judgements(_scores(said, words), {}, ALL)) == [("PER", NOBODY, "17", "asserted")]


def test_of_two_parties_in_one_phrase_one_has_the_frames_role() -> None:
    (event,) = THANKS
    said = {(1, 2, "asserted", "05"): 9.0, (3, 2, "asserted", "05"): -9.0, (1, 0, "asserted", "05"): -9.0}
    scores = _scores({**said, (2, 2, "asserted", "05"): 9.0}, {(1, 2): THANKED, (2, 2): THANKED})
    assert len(judgements(scores, THANKS, ALL)) == 2
    (found,) = judgements(scores, THANKS, ALL, lambda one, other: {one, other} == {PERU, CHILE})
    assert found.event == event


@pytest.mark.parametrize(
    ("text", "names", "cell", "logit"),
    [
        ("A car bomb killed five soldiers in Mali.", ["soldiers in Mali"], (1, 1, "asserted", "18"), 4.32),
        ("Norway will send Moldova generators, it said.", ["Norway", "Moldova"], (1, 2, "asserted", "03"), 5.50),
    ],
)
def test_a_logit_is_the_same_on_every_processor(
    text: str, names: list[str], cell: tuple[int, int, str, str], logit: float
) -> None:
    # Sums that are cut at 16 bits, as without products of bytes, give 0.3 to 0.5 more or less.
    marks = [MarkedMention(text.index(name), text.index(name) + len(name), "name", name) for name in names]
    source, target, *label = cell
    said = network().scores(text, marks).logits[source, target, description().number[label[0], label[1]]]
    assert said == pytest.approx(logit, abs=0.1)


def test_the_weights_of_rules_are_those_of_the_file_or_of_their_kind() -> None:
    assert weight_of("accuse TARGET") > weight_of("wound/injure TARGET")
    assert kind_of("accuse TARGET") == "=0" and kind_of("be at odds with PARTNER") == "=3"
    assert kind_of("agree+meet with PARTNER") == "agree+"
    assert weight_of("agree+no such frame") == weight_of("agree+") != 0
    assert weight_of("no such frame") == 0


def test_probabilities_are_lines_over_logits() -> None:
    frame, alone = FrameLine(0.5, 0.4, 0.6, 1.0, -3.0), NetworkLine(0.3, 0.6, 1.5)
    assert frame.probability(-3.0, 1.0) == frame.probability(-9.0, 1.0) < frame.probability(-2.0, 1.0)
    assert frame.probability(1.0, 1.0, 0.5) == pytest.approx(1 / (1 + np.exp(-(0.5 + 0.4 + 0.6 - 0.5))))
    assert alone.probability(alone.lowest(0.7)) == pytest.approx(0.7)
    assert alone.probability(1.0, 0.5) == pytest.approx(1 / (1 + np.exp(-(0.3 + 0.6 - 0.75))))


def test_each_purpose_asks_for_more_than_the_next() -> None:
    precise, balanced, complete = (thresholds()[purpose] for purpose in Purpose)
    for high, low in ((precise, balanced), (balanced, complete)):
        assert high.frame > low.frame and high.network > low.network and high.beside > low.beside
        assert low.network <= low.beside


@pytest.mark.parametrize(
    ("text", "one", "other", "expected"),
    [
        ("Togo shelled Beninese rebels in Niger.", "rebels", "Niger", True),
        ("Togo shelled Beninese rebels in Niger.", "Togo", "rebels", False),
        ("Togo bombed Ghana in Niger.", "Ghana", "Niger", True),
        ("Togo bombed Ghana in Niger.", "Togo", "Ghana", False),
        ("Kolmer, a singer from Togo, praised Ghana.", "Kolmer", "Togo", True),
        ("Ghana and Togo signed an agreement.", "Ghana", "Togo", False),
    ],
)
def test_mentions_of_one_phrase_and_a_place_are_told_from_two_parties(
    text: str, one: str, other: str, expected: bool
) -> None:
    coder, doc = treebank_coder(), parsed(text)
    discourse = Discourse(coder.names.gazetteer.actors, None)
    scene = coder.scene(doc, coder.named(doc, discourse), discourse)
    marks = [MarkedMention(text.index(word), text.index(word) + len(word), "name", word) for word in (one, other)]
    assert in_one_phrase(scene, *marks) is in_one_phrase(scene, *reversed(marks)) is expected


def test_a_party_is_that_of_whoever_has_been_found_by_then() -> None:
    coder, doc = treebank_coder(), parsed("Togo bombed Ghana in Niger.")
    discourse = Discourse(coder.names.gazetteer.actors, None)
    scene = coder.scene(doc, coder.named(doc, discourse), discourse)
    scene.found["guard"] = Actor("guard", ActorKind.BODY, "Guard", acts_for="league")
    assert party_of("guard", scene) == "guard"
    scene.found["league"] = Actor("league", ActorKind.BODY, "League", country="tgo")
    assert party_of("guard", scene) == party_of("tgo", scene) == "TGO"


class _Several:
    """A session that takes several sentences, keeps what it is asked, and says of a sentence only its own pieces."""

    def __init__(self) -> None:
        self.asked: list[Mapping[str, np.ndarray]] = []

    def get_inputs(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(shape=["sentences", "pieces"])]

    def run(self, _: None, feed: Mapping[str, np.ndarray]) -> tuple[np.ndarray, ...]:
        self.asked.append(feed)
        mentions = feed["kind"].shape[1]
        totals = (feed["ids"] * feed["seen"]).sum(axis=1)
        of_pairs = np.broadcast_to(totals[:, None, None, None], (len(totals), mentions, mentions, 1))
        looks = np.broadcast_to(feed["ids"][:, None, None], (len(totals), mentions, mentions, feed["ids"].shape[1]))
        return of_pairs, looks, feed["ids"][..., None]


def test_sentences_of_one_length_are_read_together_and_each_is_answered_in_its_place() -> None:
    session, shipped = _Several(), network()
    several = Network(cast(InferenceSession, session), shipped.tokenizer, shipped.kinds)
    short, long = "Peru thanked Chile.", "Peru thanked Chile in talks in Lima on Monday and again on Friday."
    asked = [(short, [PERU]), (long, [PERU, CHILE]), (short, [PERU, CHILE]), *[(long, [])] * 9]
    for (text, mentions), said in zip(asked, several.scores_of(asked), strict=True):
        item = inputs_of(text, mentions, shipped.tokenizer, shipped.kinds)
        assert (said.mentions, said.pieces) == (item.mentions, item.pieces)
        assert said.logits.shape == (len(item.mentions), len(item.mentions), 1)
        assert (said.logits == item.feed["ids"].sum()).all()
        assert said.words[:, 0].tolist() == said.attention[0, 0].tolist() == item.feed["ids"].tolist()
    # Both lengths are filled up to a multiple of eight pieces, and at most eight sentences are read at once.
    assert [feed["ids"].shape for feed in session.asked] == [(2, 8), (8, 16), (2, 16)]
    first = session.asked[0]
    for place, mentions in enumerate(([PERU], [PERU, CHILE])):
        item = inputs_of(short, mentions, shipped.tokenizer, shipped.kinds)
        for name, part in item.feed.items():
            assert (first[name][place][tuple(slice(size) for size in part.shape)] == part).all()
            assert np.count_nonzero(first[name][place]) == np.count_nonzero(part)
        assert first["seen"][place].tolist() == [1] * len(item.pieces) + [0] * (8 - len(item.pieces))
    assert several.scores(short, [PERU]).mentions[1:] == (PERU,) and not shipped.reads_together


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=20))
def test_any_text_with_any_mentions_is_read(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [MarkedMention(min(a, b), max(a, b), "name", f"P{a % 3}") for a, b in spans]
    scores = network().scores(text, marks)
    assert 1 <= len(scores.mentions) <= MOST_MENTIONS + 1
    assert scores.logits.shape[:2] == (len(scores.mentions),) * 2
    assert np.isfinite(scores.logits).all()


@pytest.mark.parametrize(
    ("word", "root", "code"),
    [
        ("bomb", "19", "195"),
        ("arrest", "17", "173"),
        ("criticize", "11", "111"),
        ("say", "11", "112"),
        ("frobnicate", "17", "170"),
    ],
)
def test_a_word_has_the_narrowest_code_that_the_lexicon_knows_for_its_root(word: str, root: str, code: str) -> None:
    assert code_of([word], root) == code


def _read(text: str, coder: Coder) -> list[Report]:
    return list(coder.extract(Document("d", text)).reports)


def test_what_no_frame_says_is_read_with_its_word_and_the_readers_name(reader: Coder, coder: Coder) -> None:
    text = "Ethiopian jets pounded Eritrean trenches at dawn on Sunday."
    assert [report.rule for report in _read(text, coder)] != [RULE]
    (report,) = _read(text, reader)
    assert (report.actor[:3], report.target and report.target[:3], report.action) == ("eth", "eri", report.action)
    assert 0.3 < report.confidence <= 0.99


def test_what_a_frame_says_keeps_its_rule_and_has_the_confidence_of_both(reader: Coder, coder: Coder) -> None:
    text = "Paris criticized Tokyo over the new tariffs on Monday."
    (alone,), (both,) = _read(text, coder), _read(text, reader)
    assert (alone.rule, alone.action, alone.actor, alone.target) == (both.rule, both.action, both.actor, both.target)
    assert alone.confidence != both.confidence


def test_who_is_not_named_is_nobody_and_an_act_at_home_needs_no_target(reader: Coder) -> None:
    found = _read("Police in Kenya detained three opposition lawmakers during a rally in Nairobi.", reader)
    assert found and all(report.actor.startswith("ken") for report in found)
    assert all(report.target is None or report.target.startswith("ken") for report in found)


def test_what_is_itself_only_urged_does_not_end_the_reading(reader: Coder, coder: Coder) -> None:
    text = "Amnesty International must demand that Peru say where the miners are, wrote a reader."
    for each in (reader, coder):
        found = each.extract(Document("d", text)).reports
        assert all(report.modality is not Modality.URGED for report in found)


def test_reading_is_the_same_each_time_and_spans_lie_in_the_text(reader: Coder) -> None:
    text = "Norway will send Moldova generators, its foreign minister said, after Russian drones hit a power station."
    found = _read(text, reader)
    assert found == _read(text, reader)
    assert any(report.modality is Modality.PLANNED for report in found)
    for report in found:
        assert text[slice(*report.span)] == report.trigger
        assert report.actor_span is not None and 0 <= report.actor_span[0] < report.actor_span[1] <= len(text)


class Dictated:
    """A network that says what it is told: logits and trigger words by the words of source and target."""

    def __init__(self, said: Mapping[tuple[str, str, str, str], tuple[float, str]]) -> None:
        self.said = said

    def scores_of(self, asked: Sequence[tuple[str, Sequence[MarkedMention]]]) -> list[Scores]:
        return [self._scores(*item) for item in asked]

    def _scores(self, text: str, mentions: Sequence[MarkedMention]) -> Scores:
        pieces = tuple((word.start(), word.end()) for word in re.finditer(r"\w+", text))
        marked = (NONE, *mentions)
        names = [text[item.start : item.end] for item in marked]
        size, labels = len(marked), description().number
        logits = np.full((size, size, len(labels)), -20, dtype=np.float32)
        words = np.zeros((len(pieces), len(labels)), dtype=np.float32)
        for (source, target, status, root), (logit, trigger) in self.said.items():
            logits[names.index(source), names.index(target), labels[status, root]] = logit
            start = text.index(trigger)
            words[[first for first, _ in pieces].index(start), labels[status, root]] = 20
        return Scores(marked, logits, np.zeros((size, size, len(pieces)), dtype=np.float32), words, pieces)


@pytest.fixture
def dictate(monkeypatch: pytest.MonkeyPatch, reader: Coder) -> Callable[..., list[Report]]:
    """Give a function that reads a text with a network that says what it is told."""

    def read(text: str, **said: tuple[str, str, str, str, float, str]) -> list[Report]:
        answered = {
            (one, other, status, root): (logit, word) for one, other, status, root, logit, word in said.values()
        }
        monkeypatch.setattr("communique.extract.relation.reader.network", lambda: Dictated(answered))
        return _read(text, reader)

    return read


def test_a_report_of_the_network_has_word_code_actors_and_confidence(dictate: Callable[..., list[Report]]) -> None:
    text = "Togo drew lessons from Benin after bombs fell."
    (report,) = dictate(text, one=("Togo", "Benin", "asserted", "19", 2.0, "bombs"))
    assert (report.actor, report.target, report.trigger, report.rule) == ("tgo", "ben", "bombs", RULE)
    assert (report.action, report.confidence) == ("bombs", round(calibration().network.probability(2.0), 2))
    assert text[slice(*report.actor_span or (0, 0))] == "Togo" and text[slice(*report.target_span or (0, 0))] == "Benin"


def test_status_becomes_modality_and_polarity(dictate: Callable[..., list[Report]]) -> None:
    text = "Togo drew lessons from Benin."
    for status, modality, negated in (
        ("negated", Modality.ACTUAL, True),
        ("planned", Modality.PLANNED, False),
        ("hypothetical", Modality.HYPOTHETICAL, False),
    ):
        (report,) = dictate(text, one=("Togo", "Benin", status, "07", 2.0, "lessons"))
        assert (report.modality, report.negated) == (modality, negated)


def test_who_mediate_together_mediate_between_others(dictate: Callable[..., list[Report]]) -> None:
    said = "asserted", "04", 2.0, "brokered"
    assert dictate("Togo and Benin brokered it.", one=("Togo", "Benin", *said)) == []
    (report,) = dictate("Togo brokered it for Benin.", one=("Togo", "Benin", *said))
    assert actions()[report.action].cameo == "045"


def test_who_is_hosted_visits(dictate: Callable[..., list[Report]]) -> None:
    text = "Togo toasted Benin with a reception."
    host = ("Togo", "Benin", "asserted", "04", 3.0, "reception")
    guest = ("Benin", "Togo", "asserted", "04", 2.0, "reception")
    by_actor = {report.actor: actions()[report.action].cameo for report in dictate(text, host=host, guest=guest)}
    assert by_actor == {"tgo": "043", "ben": "042"}
    # Talks are those of both.
    text = "Togo toasted Benin at talks."
    host, guest = ((*side[:5], "talks") for side in (host, guest))
    assert {actions()[report.action].cameo for report in dictate(text, host=host, guest=guest)} == {"040"}


def test_what_the_words_plan_is_not_done_though_the_network_asserts_it(dictate: Callable[..., list[Report]]) -> None:
    for text, modality in (
        ("Merkel's trip in Togo would be the third this decade.", Modality.PLANNED),
        ("Merkel's trip in Togo was the third this decade.", Modality.ACTUAL),
    ):
        found = dictate(text, one=("Merkel", "Togo", "asserted", "04", 2.0, "trip"))
        assert [report.modality for report in found] == [modality], text


def test_an_intent_has_the_code_of_the_act_that_is_planned_beside_it(dictate: Callable[..., list[Report]]) -> None:
    text = "Togo will draw lessons from Benin."
    act = ("Togo", "Benin", "planned", "07", 2.0, "lessons")
    intent = ("Togo", "Benin", "asserted", "03", 2.0, "will")
    codes = {actions()[report.action].cameo for report in dictate(text, act=act, intent=intent)}
    assert codes == {"070", "033"}
    (alone,) = dictate(text, intent=intent)
    assert actions()[alone.action].cameo == "030"


def test_who_protests_at_home_is_the_people_and_organs_of_one_side_are_no_pair(
    dictate: Callable[..., list[Report]],
) -> None:
    (protest,) = dictate("Crowds filled Togo.", one=("Togo", "Togo", "asserted", "14", 2.0, "filled"))
    assert (protest.actor, protest.target) == ("tgo-cvl", None)
    text = "The Togolese army surrounded the Togolese parliament."
    found = dictate(text, one=("Togolese army", "Togolese parliament", "asserted", "17", 4.0, "surrounded"))
    assert [(report.actor, report.target) for report in found if report.rule == RULE] == [("tgo-mil", None)]


def test_nobody_as_source_becomes_an_unnamed_actor(dictate: Callable[..., list[Report]]) -> None:
    (report,) = dictate("Bombs fell on Togo.", one=("", "Togo", "asserted", "18", 2.0, "Bombs"))
    assert (report.actor, report.target) == ("unnamed-uaf", "tgo")


@pytest.mark.parametrize(
    ("text", "root", "trigger", "expected"),
    [
        ("The Togolese police were attacked in Mali.", "19", "attacked", ("mli-uaf", "tgo-cop")),
        ("The Togolese envoy was deported from Mali.", "17", "deported", ("mli", "tgo-mfa")),
        ("The Togolese envoy was recalled from Mali.", "16", "recalled", ("tgo-mfa", "mli")),
        ("The Togolese army attacked Mali.", "19", "attacked", ("tgo-mil", "mli")),
    ],
)
def test_who_suffers_in_a_country_does_nothing_to_it(
    text: str, root: str, trigger: str, expected: tuple[str, str], dictate: Callable[..., list[Report]]
) -> None:
    party = next(word for word in ("Togolese envoy", "Togolese army", "Togolese police") if word in text)
    found = dictate(text, one=(party, "Mali", "asserted", root, 5.0, trigger))
    assert {(report.actor, report.target) for report in found} == {expected}


@pytest.mark.parametrize(
    ("text", "party", "root", "trigger", "expected"),
    [
        ("Bombs went off in Nairobi.", "Nairobi", "18", "Bombs", ("ken-uaf", "ken-cvl")),
        ("Two Kenyan soldiers died in an ambush.", "Kenyan soldiers", "19", "ambush", ("ken-uaf", "ken-mil")),
        ("The siege of Kenya goes on.", "Kenya", "20", "siege", ("ken-uaf", "ken-cvl")),
        ("Kenyan troops killed nine herders.", "Kenyan troops", "18", "killed", ("ken-mil", "ken-cvl")),
        ("Ten were slain by Kenyan troops.", "Kenyan troops", "18", "slain", ("ken-mil", "ken-cvl")),
        ("Kenyan troops carried out raids.", "Kenyan troops", "19", "raids", ("ken-mil", None)),
        ("A Kenyan man was arrested.", "Kenyan man", "17", "arrested", ("ken-gov", "ken-cvl")),
        ("The Kenyan police were questioned.", "Kenyan police", "17", "questioned", ("ken-cop", "ken-cvl")),
        ("Kenya banned a party.", "Kenya", "17", "banned", ("ken", "ken-cvl")),
        ("Kenya dithered.", "Kenya", "08", "dithered", ("ken", None)),
    ],
)
def test_who_is_hit_or_where_it_happens_is_no_source_of_violence_and_force_at_home_hits_the_people(
    text: str,
    party: str,
    root: str,
    trigger: str,
    expected: tuple[str, str | None],
    dictate: Callable[..., list[Report]],
) -> None:
    found = dictate(text, one=(party, "", "asserted", root, 5.0, trigger))
    assert [(report.actor, report.target) for report in found if report.rule == RULE] == [expected]
    (mark,) = {report.actor_span for report in found if report.rule == RULE}
    assert mark is not None and party in text[slice(*mark)]


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Gambia regretted the raids on Liberia.", ("gmb", "1[5-9]")),
        ("Gambia offered its condolences to Liberia over the bombing of a church in Tarsa.", ("lbr ", "18")),
        ("Mali mourned the shooting of two Malian teachers in Gabon.", ("mli", "1[5-9]")),
        ("Oman slammed the sanctions on Eritrea.", ("omn", "1[1-9] eri")),
        ("Malawi decried the embargo against Cuba.", ("mwi", "1[1-9] cub")),
        ("Benin rejected the sanctions against Eritrea.", ("ben", "12. eri")),
        ("Austria voiced horror at the beheading of an Austrian hostage.", ("aut ", "18")),
        ("Belize regretted the expulsion of its envoys from Cuba.", ("blz", "16")),
        ("Zambia warned against an assault on Angola.", ("zmb", "13")),
        ("Gabon opposed an attack on Qatar.", ("gab", "1[5-9]")),
        ("Togolese police prevented an attack on the Iraqi consulate.", ("tgo", "1[5-9]")),
        ("Togo jailed three men for the attack on the Omani consulate.", ("tgo", "1[89]")),
        ("Togo arrested three men in connection with the attack on the Omani consulate.", ("tgo", "1[89]")),
        ("Laos and Fiji debated the invasion of Iraq.", ("(lao|fji)", "1[1-9]")),
        # Where it happened acts on nobody, and who lives there is not blamed.
        ("Brazil's president lamented the bombing of the Iranian consulate in Damascus.", ("bra", "1[1-9] syr")),
        ("Brazil's president lamented the bombing of the Iranian consulate in Damascus.", ("syr-gov", "18")),
    ],
)
def test_who_only_speaks_of_an_act_has_not_done_it_and_who_suffered_it_is_not_blamed(
    reader: Coder, text: str, never: tuple[str, str]
) -> None:
    day = date.fromisoformat("2019-03-05")
    reports_ = reader.extract(Document("d", text, published=day)).reports
    said = [f"{item.actor} {actions()[item.action].cameo[:3]} {item.target}" for item in reports_ if not item.negated]
    assert not [line for line in said if re.match(f"{never[0]}.*{never[1]}", line)]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Gambia regretted its raids on a Liberian town.", "gmb"),
        ("A Togolese sergeant was convicted over the killing of an Iraqi man.", "tgo"),
    ],
)
def test_who_regrets_an_act_of_its_own_or_is_punished_for_one_has_done_it(reader: Coder, text: str, actor: str) -> None:
    reports_ = reader.extract(Document("d", text, published=date(2019, 3, 5))).reports
    assert any(item.actor == actor and actions()[item.action].cameo[:2] in ("18", "19") for item in reports_)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Togo has deferred a grant to Nauru.", ("tgo", "1621", "nru")),
        ("Togo put on hold $20 million in aid to Nauru.", ("tgo", "162", "nru")),
    ],
)
def test_a_cut_counts_by_its_verb_and_not_only_by_what_is_cut(reader: Coder, text: str, said: tuple[str, ...]) -> None:
    reports_ = reader.extract(Document("d", text, published=date(2019, 3, 5))).reports
    assert [(item.actor, actions()[item.action].cameo, item.target) for item in reports_] == [said]


def test_statements_of_frames_do_not_need_the_network(dictate: Callable[..., list[Report]], coder: Coder) -> None:
    text = "Togo denied involvement in the attack on Benin."
    expected = [report for report in _read(text, coder) if report.action.startswith("denies")]
    assert expected and expected == [report for report in dictate(text) if report.action.startswith("denies")]


def test_what_frames_say_is_added_to_the_logit_with_the_weights_that_were_learned() -> None:
    number, weights = description().number["asserted", "05"], description().frames
    (event,) = THANKS
    scores = _scores({(1, 2, "asserted", "05"): -1.0, (2, 1, "asserted", "05"): 1.0}, {(1, 2): THANKED, (2, 1): TALKS})
    found = {item.event: item for item in judgements(scores, THANKS, Thresholds(0.01, 0.01, 0.01, 0.01))}
    logit = -1.0 + sum(weights[name][number] for name in ("same", "root", "pair"))
    assert found[event].logit == pytest.approx(logit, abs=1e-4)
    assert found[event].probability == pytest.approx(calibration().frame.probability(logit, 0.0), abs=1e-4)
    turned = found[FrameEvent("CHL", "PER", "05", "asserted")]
    assert turned.logit == pytest.approx(1.0 + weights["turned"][number], abs=1e-4)
