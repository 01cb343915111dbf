import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from communique.ontology.lexicon import scheme
from communique.ontology.lexicon.operators import construction_code, constructions, family_of
from communique.ontology.lexicon.operators import operators as operator_words
from communique.ontology.types import Action

FACTS = Path(__file__).resolve().parents[3] / "shared" / "facts"


def facts(name: str) -> list[dict[str, str]]:
    path = FACTS / name
    if not path.exists():
        pytest.skip(f"../shared/facts/{name} is not there to check against")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_cameo_code_has_one_action():
    codes = [row["code"] for row in facts("cameo.tsv")]
    assert [action.cameo for action in scheme.actions().values()] == sorted(codes)


def test_parents_quads_and_goldstein_scores_are_those_of_the_codebook():
    for row in facts("cameo.tsv"):
        action = scheme.by_cameo(row["code"])
        assert action.parent == (scheme.by_cameo(row["parent"]).id if row["parent"] else None)
        assert action.quad == int(row["quad"])
        if row["goldstein"]:
            assert action.goldstein == float(row["goldstein"]), row["code"]


@pytest.mark.parametrize(
    ("code", "score"), [("016", -5.0), ("022", 3.4), ("155", -7.2), ("176", -7.0), ("1834", -10.0), ("1951", -10.0)]
)
def test_disputed_and_missing_scores(code, score):
    assert scheme.by_cameo(code).goldstein == score


def test_quad_follows_the_root():
    for action in scheme.actions().values():
        assert action.quad == scheme.by_cameo(action.root).quad


def test_plover_type_is_that_of_the_crosswalk():
    for row in facts("cameo_to_plover.tsv"):
        if row["cameo"] != "1214":  # the codebook does not have it
            assert scheme.by_cameo(row["cameo"]).plover_type == row["plover_type"], row["cameo"]


def test_plover_mode_is_that_of_the_crosswalk_unless_obsolete():
    obsolete = {
        (row["plover_type"], row["mode_in_crosswalk_not_in_manual"]) for row in facts("crosswalk_obsolete_modes.tsv")
    }
    for row in facts("cameo_to_plover.tsv"):
        if row["cameo"] != "1214" and (row["plover_type"], row["plover_mode"]) not in obsolete:
            assert scheme.by_cameo(row["cameo"]).plover_mode == row["plover_mode"], row["cameo"]


def test_plover_fields_are_all_of_the_manual():
    for action in scheme.actions().values():
        if action.root != "01":
            assert action.plover_type in scheme.plover_types(), action.id
        else:
            assert (action.plover_type, action.plover_mode, action.plover_contexts) == ("", "", ())
        if action.plover_mode:
            assert (action.plover_type, action.plover_mode) in scheme.plover_modes(), action.id
        assert set(action.plover_contexts) <= set(scheme.plover_contexts()), action.id


def test_plover_tables_equal_the_manual():
    types = facts("plover_types.tsv")
    assert {row["type"]: (int(row["quad"]), float(row["score"])) for row in types} == {
        name: (found.quad, found.score) for name, found in scheme.plover_types().items()
    }
    assert {row["type"] for row in types if row["recipient_required"] == "yes"} == {
        name for name, found in scheme.plover_types().items() if found.recipient_required
    }
    assert {(row["type"], row["mode"]) for row in facts("plover_modes.tsv")} == set(scheme.plover_modes())
    assert scheme.plover_modes()["PROTEST", "vandalize"].score == -5.0
    assert {row["context"] for row in facts("plover_contexts.tsv")} == set(scheme.plover_contexts())
    codes = {row["code"] for name in ("plover_sectors.tsv", "plover_international.tsv") for row in facts(name)}
    assert codes == {code for name, code in scheme.sectors() if name == "PLOVER"}


def test_ids_are_kebab_case_and_labels_unique():
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in scheme.actions())
    labels = [action.label for action in scheme.actions().values()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("010", "comments-on"),
        ("02", "appeals-to"),
        ("036", "wants-to-meet"),
        ("04", "consults"),
        ("040", "confers-with"),
        ("041", "phones"),
        ("042", "visits"),
        ("043", "hosts"),
        ("057", "signs-agreement-with"),
        ("085", "eases-sanctions-on"),
        ("10", "demands"),
        ("111", "criticizes"),
        ("112", "accuses"),
        ("120", "rejects"),
        ("163", "sanctions"),
        ("19", "fights"),
        ("190", "uses-force-against"),
        ("195", "bombs"),
    ],
)
def test_names_that_everyone_uses(code, name):
    assert scheme.by_cameo(code).id == name
    assert scheme.actions()[name].cameo == code


def test_unknown_code_says_so():
    with pytest.raises(KeyError, match="'999'"):
        scheme.by_cameo("999")


def test_ancestors_end_at_the_root():
    known = scheme.actions()
    assert [action.cameo for action in scheme.ancestors(scheme.by_cameo("1951"), known)] == ["195", "19"]
    # An action of one's own may lie below one that is not known, or by mistake below itself.
    own = replace(known["accuses"], id="own", parent="absent")
    assert list(scheme.ancestors(own, known)) == []
    circle = {name: replace(own, id=name, parent=parent) for name, parent in (("one", "other"), ("other", "one"))}
    assert [action.id for action in scheme.ancestors(circle["one"], circle)] == ["other"]


def test_actions_cannot_be_changed():
    with pytest.raises(TypeError):
        scheme.actions()["x"] = scheme.by_cameo("111")  # type: ignore[index]


def test_med_is_the_press_in_one_scheme_and_medicine_in_the_other():
    assert scheme.sectors()["CAMEO", "MED"].label == "news media"
    assert "health" in scheme.sectors()["PLOVER", "MED"].label


def test_merged_types_are_fifteen_in_four_classes_and_each_has_its_root():
    merged = scheme.merged_types()
    assert len(merged) == 15
    assert {found.penta for found in merged.values()} == {1, 2, 3, 4}
    assert (merged["YIELD"].type, merged["YIELD"].root) == ("CONCEDE", "08")
    roots = {name: scheme.by_cameo(found.root).plover_type for name, found in merged.items() if name != "YIELD"}
    assert {name: plover for name, plover in roots.items() if name != plover} == {}


def test_constructions_have_codes_of_the_scheme_and_families_of_operators():
    families = {item.family for items in operator_words().values() for item in items}
    for construction, family in constructions():
        code = construction_code(construction, family)
        assert code is not None
        assert scheme.by_cameo(code)
        assert family in families | {"*"}
    assert construction_code("clause", "begin") is None
    assert family_of("demand") == "demand"
    assert family_of("sing") == ""


def test_every_action_is_told_in_the_past_with_and_without_a_target() -> None:
    for action in scheme.actions().values():
        whole, alone = action.verb_phrase("Turkey"), action.verb_phrase(None)
        assert whole.count("Turkey") == 1 and not re.search(r"TARGET|\[|\]|  ", whole + alone), action
        assert whole.replace("Turkey", "").split()[0] == alone.split()[0], action
        # What is left alone does not end in a word that calls for more.
        assert alone.split()[-1] not in {"to", "on", "with", "of", "from", "for", "against", "in", "by", "at"}, action
        assert " ".join([*action.around_target]).strip() == whole.replace("Turkey", "").replace("  ", " ").strip()


@pytest.mark.parametrize(
    ("name", "answered"),
    [
        ("criticizes", "criticized Turkey"),
        ("uses-force-against", "used force against Turkey"),
        ("confers-with", "held talks with Turkey"),
        ("asks-to-de-escalate", "asked Turkey to stop fighting"),
        ("accuses-of-war-crimes", "accused Turkey of war crimes"),
    ],
)
def test_what_is_said_of_an_action(name: str, answered: str) -> None:
    assert scheme.actions()[name].verb_phrase("Turkey") == answered


def test_an_action_without_a_phrase_is_told_by_its_label() -> None:
    action = Action("x", "does x", "01", None, 0.0, 1)
    assert (action.verb_phrase("Turkey"), action.verb_phrase(None)) == ("does x Turkey", "does x")
