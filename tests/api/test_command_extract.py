"""``communique extract`` and ``load`` give the store that ``ingest`` gives."""

from pathlib import Path

from command_world import SAMPLES, Run


def test_what_is_extracted_and_loaded_is_what_is_ingested(run: Run, ingested: Path, tmp_path: Path) -> None:
    reports, store = tmp_path / "reports", tmp_path / "store"
    done = run("extract", SAMPLES, "--out", reports)
    assert done.stdout.startswith("17 documents read, "), done.stderr
    # Of a run that was killed.
    begun = reports / f".{next(reports.glob('*.jsonl')).name}.0123456789abcdef.part"
    begun.write_text("{")
    again = run("extract", SAMPLES, "--out", reports)
    assert not begun.exists()
    assert again.stdout.startswith("0 documents read, 0 reports, 0 skipped; "), again.stderr
    loaded = run("load", reports, store=store)
    assert loaded.stdout.startswith("17 stored, 0 unchanged, 0 skipped; "), loaded.stderr
    assert run("load", reports, store=store).stdout.startswith("0 stored, 17 unchanged, 0 skipped; ")
    # With the version of the coder, so that none of it is read again.
    assert run("ingest", SAMPLES, store=store).stdout.startswith("0 stored, 17 unchanged")
    one, other = (run("export", "-f", "nquads", "-", store=each).stdout for each in (ingested, store))
    assert sorted(one.splitlines()) == sorted(other.splitlines())


def test_what_holds_no_reports_is_told(run: Run, tmp_path: Path) -> None:
    done = run("load", SAMPLES, store=tmp_path / "store")
    assert done.returncode == 1
    assert "it holds an article, and no reports" in done.stderr
    assert run("load", tmp_path / "none", store=tmp_path / "store").returncode == 1
