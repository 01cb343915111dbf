"""Colours and regions cover all that is shown in them."""

from itertools import combinations

import pytest

from communique.ontology.actors import countries_by_region, gazetteer, region_called, regions
from communique.ontology.colours import Colour, group_colours, kind_colours, quad_classes
from communique.ontology.lexicon import actions
from communique.ontology.types import ActorKind


def test_every_quad_class_and_kind_has_a_colour_of_its_own() -> None:
    assert {action.quad for action in actions().values()} <= set(quad_classes())
    assert set(kind_colours()) == set(ActorKind)
    shown = [quad.colour.hex for quad in quad_classes().values()] + [each.hex for each in kind_colours().values()]
    shown += [each.hex for each in group_colours()]
    assert len(set(shown)) == len(shown)


# Red, green and blue as people see them who lack the cones for red, or for green (Viénot et al. 1999, in linear light).
_SEEN = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


@pytest.mark.parametrize("eyes", _SEEN)
def test_the_colour_blind_tell_cooperation_from_conflict(eyes: str) -> None:
    def seen(colour: Colour) -> tuple[float, ...]:
        linear = [(part / 255) ** 2.2 for part in colour.rgb]
        return tuple(sum(a * b for a, b in zip(row, linear, strict=True)) for row in _SEEN[eyes])

    for one, other in combinations([quad for quad in quad_classes().values() if quad.number], 2):
        apart = sum((a - b) ** 2 for a, b in zip(seen(one.colour), seen(other.colour), strict=True)) ** 0.5
        assert apart > 0.15, (one.label, other.label)


def test_a_colour_is_written_in_one_way() -> None:
    assert Colour("#0072b2").rgb == (0, 114, 178)
    with pytest.raises(ValueError, match="write it like"):
        Colour("blue")


def test_every_country_lies_in_a_region() -> None:
    countries = {actor.id for actor in gazetteer().actors.values() if actor.kind is ActorKind.COUNTRY}
    assert set(regions()) == countries
    assert regions()["tur"] == "Western Asia"


def test_wider_regions_hold_the_narrower_ones() -> None:
    held = countries_by_region()
    assert set(regions().values()) < set(held)
    assert held["Western Asia"] < held["Asia"] and "tur" in held["Western Asia"]
    assert held["Sub-Saharan Africa"] | held["Northern Africa"] == held["Africa"]
    widest = ("Africa", "Americas", "Asia", "Europe", "Oceania", "Antarctica")
    assert sum(len(held[name]) for name in widest) == len(regions())
    assert region_called("sub saharan-africa") == "Sub-Saharan Africa" and region_called("Mordor") is None
