"""``communique watch``: what is new in feeds and folders, into the graph, until it is stopped."""

import datetime as dt
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from textwrap import shorten
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.ingest import summary
from communique.api.commands.options import PurposeOption, SourceOption, StoreOption, day, settings

if TYPE_CHECKING:
    from communique.api.feeds.watching import Watcher
    from communique.api.ingest import Outcome
    from communique.api.opening import CoderOnDemand
    from communique.api.settings import Settings
    from communique.extract.documents import Read

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(\d{1,6})([smhd]?)")
# Looking at a folder costs nobody anything.
_FOLDERS = 10.0
_TITLE_WIDTH = 80


def duration(text: str) -> float:
    """Give the seconds of a duration such as ``15m``; a usage error where it is none."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or not int(found[1]):
        raise typer.BadParameter(f"{text!r} is no time: write it like 30s, 15m or 2h")
    return float(int(found[1]) * _UNITS[found[2] or "m"])


def watch(
    places: Annotated[list[str], typer.Argument(metavar="FEED|FOLDER...", help="Addresses of feeds, files, folders.")],
    every: Annotated[str, typer.Option(metavar="TIME", help="Between two looks at a feed: 30s, 15m, 2h.")] = "15m",
    articles: Annotated[bool, typer.Option("--articles", help="Fetch the article behind each entry.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Look once and end, as for cron.")] = False,
    published: Annotated[
        dt.date | None, typer.Option(parser=day, metavar="DATE", help="Day of articles that name none themselves.")
    ] = None,
    source: SourceOption = "",
    local: Annotated[
        bool, typer.Option("--local", help="Ask private addresses, too: your own machine or net.")
    ] = False,
    ignore_robots: Annotated[
        bool, typer.Option("--ignore-robots", help="Fetch also what robots.txt forbids, where you may.")
    ] = False,
    pause: Annotated[float, typer.Option(min=0, help="Seconds between two requests to one server.")] = 1.0,
    purpose: PurposeOption = None,
    store: StoreOption = None,
) -> None:
    """Read what is new in feeds (RSS, Atom) and folders, each article once, until Ctrl-C.

    What was seen is kept beside the store, so it goes on where it was after a restart.
    """
    from communique.api.feeds.fetching import Web
    from communique.api.feeds.state import WatchState
    from communique.api.feeds.watching import Watcher, is_feed_address

    wanted = settings(store, purpose)
    for place in places:
        if not is_feed_address(place) and not Path(place).exists():
            raise typer.BadParameter(f"{place!r} is neither a web address nor a file or folder that is there")
    with (
        _stopped_by_signals() as stop,
        WatchState(_state_file(wanted.store)) as state,
        Web(local=local, heeding=not ignore_robots, pause=pause, wait=stop.wait) as web,
    ):
        watcher = Watcher(web, state, duration(every), articles, published, source)
        found = _Watch(watcher, wanted, stop, once).run(list(dict.fromkeys(places)))
    typer.echo(summary(found))
    if once and found["skipped"] and not found["stored"] and not found["unchanged"]:
        raise typer.Exit(1)


class _Watch:
    """One run: the graph is open only while there is something to store, so that others can write in between."""

    def __init__(self, watcher: "Watcher", settings: "Settings", stop: Event, once: bool) -> None:
        self._watcher, self._settings, self._stop, self._once = watcher, settings, stop, once
        self._coder: CoderOnDemand | None = None
        self._found: Counter[str] = Counter()

    def run(self, places: list[str]) -> Counter[str]:
        """Look at each place when it is time, until stopped; gives the numbers of outcomes and reports."""
        from communique.api.feeds.watching import is_feed_address

        at = dict.fromkeys(places, 0.0)
        while not self._stop.is_set():
            for place in places:
                if at[place] > time.time() or self._stop.is_set():
                    continue
                if (due := self._watcher.due(place)) > time.time():
                    at[place] = due
                    if self._once:
                        typer.echo(f"{place}: it asked to be left alone until {_clock(due)}", err=True)
                    continue
                self._look(place)
                every = self._watcher.every if is_feed_address(place) else min(self._watcher.every, _FOLDERS)
                at[place] = max(time.time() + every, self._watcher.due(place))
            if self._once:
                break
            self._stop.wait(max(0.0, min(at.values()) - time.time()))
        return self._found

    def _look(self, place: str) -> None:
        from communique.graph import StoreInUseError, StoreUnreachableError

        try:
            self._take(self._watcher.look(place, complete=self._once))
        except (StoreInUseError, StoreUnreachableError, OSError) as error:
            self._watcher.state.undo()
            if self._once:
                raise
            typer.echo(f"communique: {error}; what is new waits for the next look", err=True)
        else:
            self._watcher.state.commit()

    def _take(self, items: Iterator["Read"]) -> None:
        from communique.api.ingest import ingest
        from communique.api.opening import CoderOnDemand, coder_version, known_actors, open_graph, own_file

        first = next(items, None)
        if first is None:
            return
        known = known_actors(self._settings)
        self._coder = self._coder or CoderOnDemand(self._settings, known)
        version = coder_version(self._settings.model, self._settings.purpose, own_file(self._settings))
        with open_graph(self._settings, known=known) as graph:
            for outcome in ingest(self._until_stopped(chain([first], items)), graph, self._coder, version=version):
                self._tell(outcome)

    def _until_stopped(self, items: Iterator["Read"]) -> Iterator["Read"]:
        for item in items:
            if self._stop.is_set():
                return
            yield item

    def _tell(self, outcome: "Outcome") -> None:
        self._found[outcome.kind] += 1
        self._found["reports"] += outcome.reports
        if outcome.what:
            typer.echo(f"{outcome.where}: {outcome.what}", err=True)
        elif outcome.kind == "stored":
            title = shorten(outcome.title, _TITLE_WIDTH, placeholder=" …") or outcome.document
            published = outcome.published.isoformat() if outcome.published else "-"
            reports = f"{outcome.reports} {'report' if outcome.reports == 1 else 'reports'}"
            typer.echo(f"{published:10}  {title}  ({reports})")


@contextmanager
def _stopped_by_signals() -> Iterator[Event]:
    """Give an event that Ctrl-C and a request to end set: what is in hand is finished. Two of them end at once."""
    stop = Event()

    def asked(_number: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _state_file(store: Path) -> Path:
    return store.absolute().with_name(f".{store.name}.watched")


def _clock(when: float) -> str:
    return dt.datetime.fromtimestamp(when).astimezone().isoformat(sep=" ", timespec="minutes")
