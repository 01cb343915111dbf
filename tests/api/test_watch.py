"""Feeds and folders are looked at politely, each article is read once, and nothing that fails is lost."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_world import Run, command, environment
from feed_world import FeedAnswer, Site, page, rss, site

from communique.api.feeds.fetching import FetchError, Web
from communique.api.feeds.state import WatchState
from communique.api.feeds.watching import Watcher
from communique.extract.documents import Problem
from communique.ontology.types import Document

FIRST = "Norway expelled two Libyan diplomats on Tuesday, officials said."
SECOND = "Libya recalled its ambassador from Oslo in protest on Wednesday."
LONG = f"{FIRST} It was the first such step in years, and few had seen it coming."


@pytest.fixture
def server() -> Iterator[Site]:
    """Give a site with a feed of two entries at /feed."""
    with site() as found:
        entries = [(f"{found.address}/1", "Norway expels", FIRST), (f"{found.address}/2", "Libya answers", SECOND)]
        found.answers["/feed"] = FeedAnswer(
            rss(entries), headers={"ETag": '"a"', "Last-Modified": "Wed, 06 Mar 2019 09:00:00 GMT"}
        )
        found.answers["/1"] = FeedAnswer(page("Norway expels", LONG), headers={"Content-Type": "text/html"})
        found.answers["/2"] = FeedAnswer(page("Libya answers", SECOND), headers={"Content-Type": "text/html"})
        yield found


@pytest.fixture
def state(tmp_path: Path) -> Iterator[WatchState]:
    with WatchState(tmp_path / "seen") as opened:
        yield opened


def watcher(state: WatchState, *, heeding: bool = True, **given) -> Watcher:
    return Watcher(Web(local=True, heeding=heeding, pause=0), state, 900.0, **given)


def looked(one: Watcher, place: object) -> list[str]:
    """Give the headlines of what is new at a place, and the place of what is wrong."""
    return [found.where if isinstance(found, Problem) else found.title for found in one.look(str(place), complete=True)]


def test_each_entry_is_read_once_and_the_server_is_asked_only_for_what_changed(server: Site, state: WatchState) -> None:
    feed = f"{server.address}/feed"
    first, _ = watcher(state).look(feed)
    assert isinstance(first, Document)
    assert (first.title, first.source, str(first.published), first.url) == (
        "Norway expels", "Fjord Post", "2019-03-06", f"{server.address}/1",
    )  # fmt: skip
    assert looked(watcher(state), feed) == []
    assert [headers.get("if-none-match") for headers in server.asked("/feed")] == [None, '"a"']
    assert server.asked("/feed")[1]["if-modified-since"] == "Wed, 06 Mar 2019 09:00:00 GMT"
    assert server.asked("/feed")[0]["user-agent"].startswith("communique/")
    server.answers["/feed"] = FeedAnswer(
        rss(
            [(f"{server.address}/3", "Oslo is silent", "Norway said nothing."), (f"{server.address}/1", "again", FIRST)]
        )
    )
    assert looked(watcher(state), feed) == ["Oslo is silent"]


def test_an_article_in_two_feeds_is_read_once(server: Site, state: WatchState) -> None:
    server.answers["/other"] = FeedAnswer(rss([(f"{server.address}/1", "Norway expels", FIRST)], title="World"))
    assert looked(watcher(state), f"{server.address}/feed") == ["Norway expels", "Libya answers"]
    assert looked(watcher(state), f"{server.address}/other") == []


def test_what_was_seen_outlasts_a_restart_and_is_not_kept_before_it_is_stored(server: Site, tmp_path: Path) -> None:
    feed = f"{server.address}/feed"
    with WatchState(tmp_path / "seen") as state:
        items = watcher(state).look(feed)
        next(items), next(items)
        items.close()
        state.commit()
    with WatchState(tmp_path / "seen") as state:
        assert looked(watcher(state), feed) == ["Libya answers"]
    with WatchState(tmp_path / "seen") as state:
        assert looked(watcher(state), feed) == ["Libya answers"], "what was not committed is read again"
        state.commit()
    with WatchState(tmp_path / "seen") as state:
        assert looked(watcher(state), feed) == []


def test_the_article_behind_an_entry_is_fetched(server: Site, state: WatchState) -> None:
    found = list(watcher(state, articles=True).look(f"{server.address}/feed"))
    assert [LONG in one.text for one in found] == [True, False]
    assert (found[0].title, found[0].source, str(found[0].published)) == ("Norway expels", "Fjord Post", "2019-03-06")


def test_what_cannot_be_fetched_for_good_is_read_in_the_words_of_the_feed(server: Site, state: WatchState) -> None:
    server.answers["/1"] = FeedAnswer(status=404)
    server.answers["/2"] = FeedAnswer(b"\x89PNG not a page")
    found = list(watcher(state, articles=True).look(f"{server.address}/feed"))
    assert [type(one) for one in found] == [Problem, Document, Problem, Document]
    assert "404" in found[0].what and "instead" in found[0].what
    assert [FIRST in found[1].text, SECOND in found[3].text] == [True, True]
    assert looked(watcher(state, articles=True), f"{server.address}/feed") == []


def test_what_fails_for_now_is_tried_again(server: Site, state: WatchState) -> None:
    feed = f"{server.address}/feed"
    server.answers["/1"] = FeedAnswer(status=503)
    assert looked(watcher(state, articles=True), feed) == [f"{server.address}/1", "Libya answers"]
    server.answers["/1"] = FeedAnswer(page("Norway expels", LONG))
    assert looked(watcher(state, articles=True), feed) == ["Norway expels"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_time_gets_it(status: int, server: Site, state: WatchState) -> None:
    feed = f"{server.address}/feed"
    server.answers["/feed"] = FeedAnswer(status=status, headers={"Retry-After": "7200"})
    before = time.time()
    (found,) = watcher(state).look(feed)
    assert isinstance(found, Problem) and str(status) in found.what
    assert watcher(state).due(feed) >= before + 7200


def test_each_failure_makes_the_wait_twice_as_long_up_to_a_day(server: Site, state: WatchState) -> None:
    feed = f"{server.address}/nothing"
    waits = []
    for _ in range(9):
        before = time.time()
        list(watcher(state).look(feed))
        waits.append(round((watcher(state).due(feed) - before) / 900))
    assert waits[:4] == [2, 4, 8, 16] and waits[-1] == 96
    server.answers["/nothing"] = FeedAnswer(
        rss([]).replace("</channel>", "<item><title>Oslo is silent</title></item></channel>")
    )
    list(watcher(state).look(feed))
    assert watcher(state).due(feed) == 0


def test_the_time_for_which_a_feed_stays_the_same_is_kept(server: Site, state: WatchState) -> None:
    server.answers["/feed"] = FeedAnswer(rss([(f"{server.address}/1", "a", FIRST)], more="<ttl>120</ttl>"))
    before = time.time()
    list(watcher(state).look(f"{server.address}/feed"))
    assert watcher(state).due(f"{server.address}/feed") >= before + 7200


def test_robots_are_heeded(server: Site, state: WatchState) -> None:
    server.answers["/robots.txt"] = FeedAnswer("User-agent: *\nDisallow: /1\nDisallow: /private/*.xml$\n")
    found = list(watcher(state, articles=True).look(f"{server.address}/feed"))
    assert [type(one) for one in found] == [Problem, Document, Document]
    assert "robots.txt" in found[0].what
    assert server.asked("/1") == []
    assert len(server.asked("/robots.txt")) == 1
    (refused,) = watcher(state).look(f"{server.address}/private/a.xml")
    assert "robots.txt" in refused.what and server.asked("/private/a.xml") == []
    with Web(local=True, heeding=False, pause=0) as web:
        assert web.get(f"{server.address}/1").content


def test_a_server_whose_robots_cannot_be_read_is_left_alone(server: Site, state: WatchState) -> None:
    server.answers["/robots.txt"] = FeedAnswer(status=500)
    (found,) = watcher(state).look(f"{server.address}/feed")
    assert "robots.txt" in found.what and server.asked("/feed") == []


def test_between_two_requests_is_the_pause_that_is_asked_for(server: Site) -> None:
    server.answers["/robots.txt"] = FeedAnswer("User-agent: *\nCrawl-delay: 9\n")
    waited: list[float] = []
    with Web(local=True, pause=3, wait=waited.append) as web:
        web.get(f"{server.address}/1")
        web.get(f"{server.address}/2")
    assert [round(wait) for wait in waited] == [9, 9]


def test_private_addresses_are_refused_unless_allowed(server: Site) -> None:
    name = server.address.replace("127.0.0.1", "public.example")
    for address in (server.address, server.address.replace("127.0.0.1", "[::ffff:127.0.0.1]"), "http://10.1.2.3/"):
        with Web(pause=0) as web, pytest.raises(FetchError, match="private"):
            web.get(f"{address}/1")
    with Web(pause=0, resolve=lambda *_: ["127.0.0.1"]) as web, pytest.raises(FetchError, match="private"):
        web.get(f"{name}/1")
    with (
        Web(pause=0, heeding=False, resolve=lambda *_: ["93.184.216.34", "10.0.0.1"]) as web,
        pytest.raises(FetchError, match="private"),
    ):
        web.get(f"{name}/1")
    for address in ("file:///etc/passwd", "ftp://e.org/", "http://user:word@e.org/", "http:///x"):
        with Web(local=True, pause=0) as web, pytest.raises(FetchError, match="web address"):
            web.get(address)
    assert server.requests == []


def test_redirects_are_followed_and_checked(server: Site) -> None:
    server.answers["/old"] = FeedAnswer(status=301, headers={"Location": "/1"})
    server.answers["/round"] = FeedAnswer(status=302, headers={"Location": "/round"})
    server.answers["/out"] = FeedAnswer(status=302, headers={"Location": "file:///etc/passwd"})
    with Web(local=True, pause=0) as web:
        assert web.get(f"{server.address}/old").url == f"{server.address}/1"
        with pytest.raises(FetchError, match="elsewhere"):
            web.get(f"{server.address}/round")
        with pytest.raises(FetchError, match="web address"):
            web.get(f"{server.address}/out")


def test_what_is_too_large_is_not_kept(server: Site) -> None:
    import gzip

    server.answers["/large"] = FeedAnswer(gzip.compress(bytes(30_000_000)), headers={"Content-Encoding": "gzip"})
    with Web(local=True, pause=0) as web, pytest.raises(FetchError, match="larger"):
        web.get(f"{server.address}/large")


@pytest.mark.parametrize("body", ["", "<html><p>no feed</p></html>", b"\x00\xff\xfe", "<rss>", '{"a": 1}'])
def test_what_is_no_feed_is_told(body: str | bytes, server: Site, state: WatchState) -> None:
    server.answers["/feed"] = FeedAnswer(body)
    (found,) = watcher(state).look(f"{server.address}/feed")
    assert isinstance(found, Problem) and found.where == f"{server.address}/feed"


def test_new_and_changed_files_are_read(tmp_path: Path, state: WatchState) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(FIRST)
    (folder / "b.jsonl").write_text('{"text": "Egypt praised Jordan."}\n{broken\n')
    (folder / ".hidden.txt").write_text(SECOND)
    assert looked(watcher(state), folder) == ["", "", f"{folder / 'b.jsonl'}:2"]
    assert looked(watcher(state), folder) == []
    (folder / "a.txt").write_text(SECOND)
    os.utime(folder / "a.txt", ns=(1, 1))
    (folder / "c.txt").write_text(FIRST)
    os.utime(folder / "c.txt", ns=(1, 1))
    assert [one.text for one in watcher(state).look(str(folder))] == [SECOND, FIRST]
    (folder / "d.txt").write_text("Egypt praised Oman.")
    assert list(watcher(state).look(str(folder))) == [], "it may still be being written"


def test_a_damaged_or_newer_state_is_told(tmp_path: Path) -> None:
    import sqlite3

    (tmp_path / "bad").write_bytes(b"no database, but long enough to be looked at" * 99)
    with pytest.raises(ValueError, match="damaged"):
        WatchState(tmp_path / "bad")
    with sqlite3.connect(tmp_path / "new") as newer:
        newer.execute("PRAGMA user_version = 99")
    with pytest.raises(ValueError, match="newer"):
        WatchState(tmp_path / "new")


# The command.


def test_the_command_looks_once_and_goes_on_where_it_was(run: Run, server: Site, tmp_path: Path) -> None:
    store, feed = tmp_path / "store", f"{server.address}/feed"
    refused = run("watch", feed, "--once", store=store)
    assert refused.returncode == 1 and "--local" in refused.stderr
    (tmp_path / ".store.watched").unlink()
    done = run("watch", feed, "--once", "--local", "--pause", "0", store=store)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith("2019-03-06  Norway expels")
    assert done.stdout.splitlines()[-1].startswith("2 stored, 0 unchanged, 0 skipped;")
    assert (
        run("watch", feed, "--once", "--local", store=store).stdout
        == "0 stored, 0 unchanged, 0 skipped; 0 reports read\n"
    )
    wrong = run("watch", tmp_path / "nowhere", store=store)
    assert wrong.returncode == 2 and "nowhere" in wrong.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_watches_until_it_is_stopped(number: signal.Signals, server: Site, tmp_path: Path) -> None:
    store, folder = tmp_path / "store", tmp_path / "articles"
    folder.mkdir()
    words = command("watch", f"{server.address}/feed", folder, "--every", "1s", "--local", "--pause", "0")
    with subprocess.Popen(
        words, env=environment(store), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            seen = [process.stdout.readline() for _ in range(2)]
            server.answers["/feed"] = FeedAnswer(
                rss([(f"{server.address}/3", "Oslo is silent", "Norway praised Libya.")])
            )
            seen.append(process.stdout.readline())
            (folder / "a.txt").write_text("Egypt praised Oman.")
            seen.append(process.stdout.readline())
            process.send_signal(number)
            rest, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 0, errors
    assert [line.split("  ")[1].strip() for line in seen[:3]] == ["Norway expels", "Libya answers", "Oslo is silent"]
    assert rest.splitlines()[-1].startswith("4 stored, 0 unchanged, 0 skipped;")
