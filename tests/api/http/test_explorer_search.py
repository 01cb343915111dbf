"""What people type into the search is understood: slips, seats, codes, actions, times, publishers; and what to try."""

import httpx
import pytest

AS_PAGE = {"Accept": "text/html"}


def suggested(service: httpx.Client, typed: str) -> list[tuple[str, str]]:
    found = service.get("/suggestions", params={"q": typed}).raise_for_status().json()
    return [(each["note"], each["path"]) for each in found]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Rusia", ("actor", "actor/rus")),
        ("Turkye", ("actor", "actor/tur")),
        ("RUS TUR", ("relation", "relation/rus/tur")),
        # Nauru is not what is meant by the two letters of Russia.
        ("US RU", ("relation", "relation/usa/rus")),
        ("FR TR", ("relation", "relation/fra/tur")),
        ("Ankara Washington", ("relation", "relation/tur/usa")),
        ("Turkey Washington", ("relation", "relation/tur/usa")),
        ("Turkish French", ("relation", "relation/tur/fra")),
        ("Vladimir Putim", ("actor", "actor/vladimir-putin")),
        ("Sergey Lavrow", ("actor", "actor/sergei-lavrov")),
        ("Lavrov Kerry", ("relation", "relation/sergei-lavrov/john-kerry")),
        ("December 2015 Russia USA", ("relation", "relation/rus/usa?from=2015-12-01&to=2015-12-31")),
        ("Russia and Turkey in 2015", ("relation", "relation/rus/tur?from=2015-01-01&to=2015-12-31")),
        ("Russia since 2015-11", ("actor", "actor/rus?from=2015-11-01")),
        ("Dec 2015", ("events", "search?from=2015-12-01&to=2015-12-31")),
        ("criticizes", ("action", "action/criticizes")),
        ("accused in 2015", ("action", "action/accuses?from=2015-01-01&to=2015-12-31")),
        ("demo wire", ("events", "search?publisher=Demo+Wire")),
        ("Second Wire 2015", ("events", "search?publisher=Second+Wire&from=2015-01-01&to=2015-12-31")),
    ],
)
def test_the_first_suggestion_is_what_was_meant(service: httpx.Client, typed: str, first: tuple[str, str]) -> None:
    note, path = suggested(service, typed)[0]
    # Of an actor the note tells more than that it is one.
    assert (path, note if first[0] != "actor" else first[0]) == first[::-1]
    # Where it leads there is a page.
    assert service.get(f"/{first[1]}", headers=AS_PAGE).status_code == 200


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("russia criticizes", "search?actor=rus&action=criticizes"),
        ("Russia accused Turkey", "search?actor=rus&target=tur&action=accuses"),
        ("Russia used force against Turkey", "search?actor=rus&target=tur&action=uses-force-against"),
        # A verb that no action is called by, but the lexicon has.
        (
            "Russia invaded Turkey 2015",
            "search?actor=rus&target=tur&action=uses-force-against&from=2015-01-01&to=2015-12-31",
        ),
    ],
)
def test_what_one_did_to_another_is_understood(service: httpx.Client, typed: str, path: str) -> None:
    assert ("events", path) in suggested(service, typed)


@pytest.mark.parametrize("typed", ["nuclear deal", "Ukraine grain", "2015 deal", "xyzzy"])
def test_what_is_not_understood_is_searched_for(service: httpx.Client, typed: str) -> None:
    assert [note for note, _ in suggested(service, typed) if note in ("relation", "action", "actor")] == []


def test_actors_that_only_resemble_what_was_understood_are_left_out(service: httpx.Client) -> None:
    # With no more to go by, whoever is called nearly so is offered.
    assert "actor/rus" in dict(map(reversed, suggested(service, "Rus"))) and suggested(service, "Rusa")[:-1]
    assert [path for _, path in suggested(service, "Russia Turkey") if path.startswith("actor/")] == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Russia since 2015-11", "Russia, since November 2015"),
        ("Russia Turkey in 2015", "Russia and Turkey, 2015"),
        ("Dec 2015", "Events of December 2015"),
        ("during 2015", "Events of 2015"),
    ],
)
def test_a_time_is_said_in_words(service: httpx.Client, typed: str, words: str) -> None:
    assert words in [each["text"] for each in service.get("/suggestions", params={"q": typed}).json()]


def test_who_is_alike_by_fewer_slips_comes_first(service: httpx.Client) -> None:
    items = service.get("/actors", params={"q": "Rusia"}).json()["items"]
    assert items[0]["id"] == "rus"
    # Russia's has an event, and France's has none: a slip tells more than that.
    items = service.get("/actors", params={"q": "Goverment of France"}).json()["items"]
    assert items[0]["id"] == "fra-gov"


def test_events_of_what_is_meant_are_shown_where_no_sentence_has_the_words(service: httpx.Client) -> None:
    page = service.get("/search", params={"q": "Turkye Rusia 2015"}, headers=AS_PAGE).text
    assert "No sentence has all these words" in page and "Russia accused Turkey of aggression" in page
    assert 'href="/relation/tur/rus?from=2015-01-01' in page


def test_nothing_found_says_what_to_try(service: httpx.Client) -> None:
    page = service.get("/search", params={"q": "xyzzy"}, headers=AS_PAGE).text
    assert "No event is known" in page and 'href="/search?q=Turkey+Russia"' in page.replace("%20", "+")
    filtered = service.get("/search", params={"q": "Russia", "from": "2030-01-01"}, headers=AS_PAGE).text
    assert "take the filters away" in filtered


def test_filters_without_a_field_are_told_and_can_be_taken_away(service: httpx.Client) -> None:
    asked = {"actor": "Russia", "target": "tur", "publisher": "Demo Wire", "quad": "3"}
    page = service.get("/search", params=asked, headers=AS_PAGE).text
    assert (
        '<span class="quiet">actor</span> Russia <a' in page and '<span class="quiet">target</span> Turkey <a' in page
    )
    assert 'href="/search?target=tur&amp;publisher=Demo+Wire&amp;quad=3" aria-label="take away actor Russia"' in page
    both = service.get("/search", params={"either": "rus", "other": "tur"}, headers=AS_PAGE).text
    # Nobody is opposite to nobody.
    assert 'href="/search" aria-label="take away with Russia"' in both
