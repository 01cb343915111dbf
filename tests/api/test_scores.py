"""Figures: what counts as right at which level."""

from communique.api.evaluation.scores import event_figures, relation_figures


def _event(source: str, target: str, root: str, status: str = "asserted") -> dict[str, object]:
    return {"source": source, "target": target, "root": [root], "code": root + "0", "status": status}


def _f1(figures: dict[str, object], level: str) -> float:
    found = figures[level]
    assert isinstance(found, dict)
    return float(found["f1"])


def test_actor_codes_count_as_their_party() -> None:
    gold = [{"id": 1, "events": [_event("ESP", "MAR", "11")]}]
    said = [{"id": 1, "events": [_event("ESPGOV", "MAR", "11")]}]
    assert _f1(event_figures(gold, said), "root") == 1


def test_a_wrong_root_is_right_at_the_level_of_dyads_only() -> None:
    gold = [{"id": 1, "events": [_event("ESP", "MAR", "11")]}]
    said = [{"id": 1, "events": [_event("ESP", "MAR", "04")]}]
    figures = event_figures(gold, said)
    assert (_f1(figures, "dyad"), _f1(figures, "quad"), _f1(figures, "root")) == (1, 0, 0)


def test_one_prediction_serves_one_gold_event() -> None:
    gold = [{"id": 1, "events": [_event("ESP", "*", "11"), _event("ESP", "MAR", "11")]}]
    said = [{"id": 1, "events": [_event("ESP", "MAR", "11")]}]
    found = event_figures(gold, said)["root"]
    assert found == {"precision": 1.0, "recall": 0.5, "f1": 0.6667}


def test_what_is_planned_does_not_count_as_asserted() -> None:
    gold = [{"id": 1, "events": [_event("ESP", "MAR", "04", "planned")]}]
    said = [{"id": 1, "events": [_event("ESP", "MAR", "04")]}]
    figures = event_figures(gold, said)
    assert _f1(figures, "status") == 0
    assert figures["root"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}


def test_relations_are_scored_by_type_and_class() -> None:
    gold = [{"id": 1, "plover": "YIELD"}, {"id": 2, "plover": "ACCUSE"}]
    said = [{"id": 1, "plover": "RETREAT"}, {"id": 2, "plover": "REJECT"}]
    figures = relation_figures(gold, said)
    assert figures["type"] == {"macro_f1": 0.5, "accuracy": 0.5, "f1": {"ACCUSE": 0.0, "YIELD": 1.0}}
    assert figures["penta"] == {"macro_f1": 1.0, "accuracy": 1.0, "f1": {"2": 1.0, "3": 1.0}}
