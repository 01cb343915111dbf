"""The sentence on the page of a relation reads well of much and of little, and says what the look-up counts."""

import datetime as dt
import html
import re
from collections.abc import Mapping

import httpx
import pytest

from communique.api.http import schemas as s
from communique.api.http.pages.summary import RelationPeriod, summary
from communique.api.http.pages.wording import decimal, in_marks, percent, period_name, signed, within

LABELS = {"rus": "Russia", "usa": "United States"}
PHRASES = {"accuses": "accused", "meets": "met with", "strikes": "struck"}
QUADS = {"meets": 0, "aids": 1, "accuses": 2, "strikes": 3}
Deeds = Mapping[str, int]


def way(source: str, target: str, deeds: Deeds, day: dt.date | None) -> s.DirectionOut:
    quads = [0, 0, 0, 0]
    for action, number in deeds.items():
        quads[QUADS[action]] += number
    numbers = s.Numbers(sum(quads), *quads, 0.0, None, day, day)
    names = (s.ActorName(id=each, label=LABELS[each]) for each in (source, target))
    actions = [s.ActionCount(s.ActionName(each, each, "", "", 0, 0.0), number) for each, number in deeds.items()]
    return s.DirectionOut(source=next(names), target=next(names), numbers=numbers, actions=actions, periods=[])


def said(
    there: Deeds, back: Deeds, *periods: tuple[str, int, float], day: dt.date | None = None, filtered: bool = False
) -> str:
    ways = [way("rus", "usa", there, day), way("usa", "rus", back, day)]
    dyad = s.DyadOut(directions=ways, events=sum(each.numbers.events for each in ways), disputed=0, latest=[])
    told = [RelationPeriod(name, (number, 0, 0, 0), mean * number) for name, number, mean in periods]
    return summary(dyad, told, lambda action, target: f"{PHRASES[action]} {target}", filtered=filtered)


def test_nothing_is_said_to_be_nothing() -> None:
    assert said({}, {}) == "No event is known between the two."
    assert said({}, {}, filtered=True) == "No event that meets the filters is known between the two."


def test_the_only_event_is_told() -> None:
    one = {"accuses": 1}
    day = dt.date(2015, 11, 24)
    told = said({}, one, ("2015-11", 1, -2.0), day=day)
    assert told == "One event is known, of 24 November 2015: the United States accused Russia."
    assert said(one, {}) == "One event is known: Russia accused the United States."
    assert said(one, {}, filtered=True).startswith("One event that meets the filters is known: Russia")


def test_only_cooperation_only_conflict_and_only_one_way() -> None:
    assert said({"meets": 2}, {"meets": 1}, ("2015", 3, 1.0)) == (
        "In 2015: 3 events, all cooperation. Most often, Russia met with the United States (2)"
        " and the United States met with Russia."
    )
    assert said({}, {"strikes": 1, "accuses": 2}, ("2015-11", 3, -5.0), filtered=True) == (
        "In November 2015: 3 events that meet the filters, all by the United States, all conflict."
        " Most often, the United States accused Russia (2) and the United States struck Russia."
    )


def test_the_worst_and_the_best_period() -> None:
    told = said({"meets": 1000}, {"accuses": 500}, ("2014-W01", 400, -2.0), ("2014-W05", 1100, 3.25))
    assert told.startswith(
        "From the week of 30 December 2013 to the week of 27 January 2014: 1\u202f500 events, 33\u202f% conflict;"
        " worst in the week of 30 December 2013 (Goldstein \u22122.0 over 400 events),"
        " best in the week of 27 January 2014 (Goldstein +3.2 over 1\u202f100 events). Most often, Russia met"
    )


def test_events_without_days_have_no_span() -> None:
    assert said({"meets": 1}, {"accuses": 1}).startswith("2 events, 50\u202f% conflict. Among them, ")


def test_periods_are_called_as_people_call_them() -> None:
    names = {
        "2015": ("2015", "in 2015"),
        "2015-11": ("November 2015", "in November 2015"),
        "2015-W48": ("week of 23 November 2015", "in the week of 23 November 2015"),
        "2015-11-24": ("24 November 2015", "on 24 November 2015"),
    }
    assert {name: (period_name(name), within(name)) for name in names} == names


def test_numbers_are_written_in_one_way() -> None:
    assert [percent(*each) for each in ((0, 0), (0, 9), (1, 900), (899, 900), (900, 900))] == [
        "\u2013", "0\u202f%", "under 1\u202f%", "over 99\u202f%", "100\u202f%",
    ]  # fmt: skip
    assert [signed(each) for each in (None, -1234.56, -0.04, 2.0)] == ["\u2013", "\u22121\u202f234.6", "0.0", "+2.0"]
    assert [decimal(each) for each in (None, 1234.56, -0.5, -0.04)] == ["\u2013", "1\u202f234.6", "\u22120.5", "0.0"]
    assert [in_marks(each) for each in ("war", '"war', "war”")] == ["“war”", '"war', "war”"]


CASES = ("rus/tur", "rus/usa", "usa/rus", "fra/usa", "fra-mfa/tur", "rus/fra", "usa/usa")
FILTERS: tuple[dict[str, str], ...] = ({}, {"quad": "3"}, {"quad": "1"}, {"from": "2016-01-01"}, {"per": "day"})


@pytest.mark.parametrize("pair", CASES)
@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_the_sentence_says_what_the_look_up_counts(service: httpx.Client, pair: str, filters: dict[str, str]) -> None:
    page = service.get(f"/relation/{pair}", params=filters, headers={"Accept": "text/html"}).text
    lead = html.unescape(re.findall(r'<p class="lead"[^>]*>(.*?)</p>', page)[0])
    found = service.get(f"/relations/{pair}", params=filters).json()
    number = re.findall(r"([\d\u202f]+) events", lead)
    counted = int(number[0].replace("\u202f", "")) if number else {"No": 0, "On": 1}[lead[:2]]
    assert counted == found["events"] == sum(way["numbers"]["events"] for way in found["directions"])
    assert ("filters" in lead) == bool(filters.keys() & {"quad"})
    for way in found["directions"]:
        if way["numbers"]["events"] == found["events"] > 1:
            assert f"all by {way['source']['label']}" in lead.replace("all by the", "all by")


def test_what_an_actor_did_to_itself_is_counted_once(service: httpx.Client) -> None:
    assert [len(service.get(f"/relations/{pair}").json()["directions"]) for pair in ("usa/usa", "usa/rus")] == [1, 2]
