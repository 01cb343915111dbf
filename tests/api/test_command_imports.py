"""Other people's events on the command line, beside our own reading."""

import json
from pathlib import Path

import pytest
from command_world import Run

SHARED = Path(__file__).resolve().parents[3] / "shared"
NEWS, ICEWS = SHARED / "corpus" / "news.jsonl", SHARED / "formats" / "icews" / "icews-R_events.2018.sample_first300.tab"
_LINE = "{id}\t20180601\t201806\t2018\t2018.4\tRUSGOV\tRUSSIA" + "\t" * 9 + "USA\tUNITED STATES" + "\t" * 10
ROW = _LINE + "{code}\t111\t11\t3\t-2.0\t1\t1\t1\t0" + "\t" * 22 + "20180602\thttp://news.example/{id}"


def rows(*codes: str) -> str:
    return "".join(ROW.format(id=number, code=code) + "\n" for number, code in enumerate(codes))


def test_rows_are_stored_the_bad_ones_told_and_the_rest_summed_up(run: Run, tmp_path: Path) -> None:
    table, store = tmp_path / "20180602.export.CSV", tmp_path / "store"
    table.write_text(rows("111", "9x", "112") + "1\t2\n")
    done = run("import", table, "--store", store)
    assert (done.returncode, done.stdout) == (0, "rows: 2 stored, 2 bad\n")
    assert done.stderr.splitlines() == [
        f"{table}:2:EventCode: '9x' is no CAMEO code: they begin with 01 to 20",
        f"{table}:4: 2 fields: GDELT's events have 57, 58 or 61",
    ]
    # What is in is passed over, bad rows with it.
    assert run("import", table, "--store", store).stdout == "rows: 0 stored, 4 in already\n"
    assert run("import", table, "--store", store, "--again").stdout == "rows: 0 stored, 2 unchanged, 2 bad\n"
    compared = run("compare", "Russia", "USA", "--per", "year", "--store", store)
    assert compared.returncode == 0, compared.stderr
    lines = [line.split() for line in compared.stdout.splitlines()]
    assert ["gdelt", "2", "2", "0", "0", "0", "2", "0", "-2.0"] in lines
    assert ["2018", "2"] in lines
    alone = run("import", table, "--store", store, "--table-only", "--dataset", "mine")
    assert alone.stdout == "rows: 2 stored, 2 bad\n"
    assert run("import", table, "--store", store, "--table-only", "--dataset", "mine").stdout.endswith("4 in already\n")


def test_what_cannot_be_imported_ends_with_an_error(run: Run, tmp_path: Path) -> None:
    table, store = tmp_path / "t.csv", tmp_path / "store"
    table.write_text("a,b\n1,2\n")
    done = run("import", table, "--store", store)
    assert (done.returncode, done.stdout) == (1, "rows: 0 stored, 1 bad\n")
    assert done.stderr.startswith(f"{table}: 2 columns, beginning with 'a, b': of no form that is known")
    assert run("import", table, "--as", "acled", "--store", store).returncode == 2
    assert "a map of its columns" in run("import", table, "--as", "csv", "--store", store).stderr
    assert run("compare", "Russia", "USA", "--store", store).returncode == 1


@pytest.mark.skipif(not (NEWS.is_file() and ICEWS.is_file()), reason="../shared has no news and no ICEWS to compare")
def test_our_2018_beside_that_of_icews(run: Run, tmp_path: Path) -> None:
    store, articles = tmp_path / "store", tmp_path / "2018.jsonl"
    with NEWS.open(encoding="utf-8") as lines:
        korean = [line for line in lines if '"date": "2018' in line and "North Korea" in line and "Trump" in line]
    articles.write_text("".join(korean[:25]), encoding="utf-8")
    assert run("ingest", articles, "--store", store).returncode == 0
    assert run("import", ICEWS, "--store", store).stdout == "rows: 299 stored\n"
    asked = run(
        "compare", "USA", "PRK", "--from", "2018-01-01", "--to", "2018-12-31", "--per", "year", "--store", store
    )
    rows = {words[0]: words[1:] for line in asked.stdout.splitlines() if (words := line.split())}
    assert int(rows["communique"][0]) > 0
    assert int(rows["icews"][0]) > 0
    assert rows["2018"] == [rows["communique"][0], rows["icews"][0]]
    assert json.loads(korean[0])["date"].startswith("2018")
