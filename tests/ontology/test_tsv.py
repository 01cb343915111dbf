from pathlib import Path

import pytest

from communique.ontology.interchange.tsv import rows, split


def table(folder: Path, text: str) -> Path:
    path = folder / "table.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_give_line_numbers_and_cells(tmp_path):
    path = table(tmp_path, "id\tlabel\n# a comment\nrus\tRussia\nusa\t\n")
    assert list(rows(path)) == [(3, {"id": "rus", "label": "Russia"}), (4, {"id": "usa", "label": ""})]


def test_quotes_and_windows_line_ends_are_plain_text(tmp_path):
    path = tmp_path / "table.tsv"
    path.write_bytes(b'id\tlabel\r\nx\t"third" place\r\n')
    assert list(rows(path)) == [(2, {"id": "x", "label": '"third" place'})]


@pytest.mark.parametrize("row", ["rus", "rus\tRussia\tmore"])
def test_wrong_number_of_cells_names_file_and_line(tmp_path, row):
    with pytest.raises(ValueError, match=r"table\.tsv:3: .*id, label"):
        list(rows(table(tmp_path, f"id\tlabel\nusa\tUnited States\n{row}\n")))


def test_missing_header_and_doubled_column_are_errors(tmp_path):
    with pytest.raises(ValueError, match=r"table\.tsv:1: no header"):
        list(rows(table(tmp_path, "")))
    with pytest.raises(ValueError, match=r"named twice: id"):
        list(rows(table(tmp_path, "id\tid\na\tb\n")))


@pytest.mark.parametrize(("cell", "values"), [("", ()), ("a", ("a",)), ("a|b c| d", ("a", "b c", "d")), ("|", ())])
def test_split(cell, values):
    assert split(cell) == values
