"""``communique ingest --actors``: one's own actors, and the store that goes on knowing them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from command_world import Run

TABLE = (
    "id\tkind\tlabel\tsector\tcountry\tacts_for\troles\n"
    "azu\tcountry\tAzuria\t\t\t\t\n"
    "azu-gov\tbody\tGovernment of Azuria\tGOV\tazu\tazu\t\n"
    "tarek-moro\tperson\tTarek Moro\t\tazu\t\tazu-gov:president:2009/2012\n"
)
SIDES = "SELECT ?side WHERE { ?event dip:actor actor:tarek-moro ; dip:actorSide ?side }"


def test_own_actors_are_read_kept_and_valid(run: Run, tmp_path: Path) -> None:
    store, mine = tmp_path / "own", tmp_path / "mine.tsv"
    mine.write_text(TABLE, encoding="utf-8")
    options = ("ingest", "-", "--published", "2010-02-03", "--store", store)
    first = run(*options, "--actors", mine, feed="Tarek Moro criticized France.")
    assert first.returncode == 0, first.stderr
    mine.unlink()
    again = run(*options, feed="Chad criticized Azuria.")
    assert again.returncode == 0, again.stderr
    assert "actor:azu" in run("query", "--store", store, SIDES).stdout.replace("/", ":")
    assert run("validate", "--store", store).returncode == 0
    assert "France" in run("relations", "Azuria", "--store", store).stdout


def test_a_wrong_file_is_refused_and_nothing_is_stored(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine.tsv"
    mine.write_text("id\tkind\tlabel\nx\tplanet\tX\n", encoding="utf-8")
    done = run("ingest", "-", "--store", tmp_path / "own", "--actors", mine, feed="Chad criticized France.")
    assert done.returncode != 0
    assert "mine.tsv:2: kind 'planet'" in done.stderr
    assert not (tmp_path / "own").exists()


def test_a_dictionary_of_another_coder_is_imported(run: Run, store: Path, tmp_path: Path) -> None:
    dictionary, table = tmp_path / "old.actors.txt", tmp_path / "mine.tsv"
    dictionary.write_text(
        "ZUBIN_KARAVI_\n     [AFGREB <960927]\n     [AFGGOV >960926]\nMOSCOW_ [RUS]\n", encoding="utf-8"
    )
    done = run("import-actors", dictionary, "--out", table, store=store)
    assert (done.returncode, done.stdout) == (0, f"1 actors in {table}; 1 passed over\n")
    assert done.stderr == f"{dictionary}:4: 'MOSCOW' is known already\n"
    text = "Zubin Karavi criticized Denmark on Monday."
    run("ingest", "-", "--published", "1999-03-02", "--actors", table, store=store, feed=text)
    assert "Afghanistan" in run("relations", "Denmark", store=store).stdout
    assert run("import-actors", tmp_path / "nowhere.txt", "--out", table, store=store).returncode == 2
