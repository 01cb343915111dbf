"""Printed tables: who did what to whom in plain words, quad classes in the colours that charts have."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from rich.console import Console

from communique.api.commands.long_tables import FIRST, print_rows
from communique.api.commands.tables import console, quad_heads, table, verb_phrase
from communique.ontology.colours import quad_classes
from communique.ontology.lexicon import actions

Shown = Callable[[object], str]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shown:
    """Give what a terminal gets that knows all colours."""
    for name, value in {
        "FORCE_COLOR": "1",
        "COLORTERM": "truecolor",
        "TERM": "xterm-256color",
        "COLUMNS": "200",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)

    def printed(what: object) -> str:
        """Print."""
        console().print(what)
        return capsys.readouterr().out

    return printed


def coloured(text: str, quad: int) -> str:
    return f"\x1b[38;2;{';'.join(map(str, quad_classes()[quad].colour.rgb))}m{text}\x1b[0m"


def test_a_deed_has_the_colour_of_its_quad_class(shown: Shown) -> None:
    for action, target, words in (
        ("criticizes", "Turkey", f"Russia {coloured('criticized', 3)} Turkey\n"),
        ("uses-force-against", None, f"Russia {coloured('used force', 4)}\n"),
        ("confers-with", "[Turkey]", f"Russia {coloured('held talks with', 1)} [Turkey]\n"),
    ):
        assert shown(verb_phrase(actions()[action], action, "Russia", target)) == words


def test_words_on_both_sides_of_the_target_are_coloured(shown: Shown) -> None:
    action = replace(actions()["criticizes"], phrase="asked [TARGET] to leave")
    words = f"Russia {coloured('asked', 3)} Turkey {coloured('to leave', 3)}\n"
    assert shown(verb_phrase(action, "", "Russia", "Turkey")) == words


def test_an_action_that_the_scheme_does_not_know_is_told_by_its_id(shown: Shown) -> None:
    assert shown(verb_phrase(None, "dances-with", "Russia", "Turkey")) == "Russia dances-with Turkey\n"
    assert shown(verb_phrase(None, "dances-with")) == "dances-with\n"


def test_columns_of_quad_classes_have_their_colours_and_others_none(shown: Shown) -> None:
    text = shown(table(("partner", *quad_heads()), [("[bold]Turkey", "1", "2", "3", "4")]))
    assert "[bold]Turkey" in text
    assert list(quad_heads().values()) == [1, 2, 3, 4]
    for label, quad in quad_heads().items():
        opening = coloured("", quad).removesuffix("\x1b[0m")
        assert f"{opening}{label}" in text.replace("\x1b[1;", "\x1b["), label
        assert f"{opening}{quad}" in text


def test_who_wants_no_colours_gets_none(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert shown(verb_phrase(actions()["criticizes"], "criticizes", "Russia", "Turkey")) == "Russia criticized Turkey\n"
    assert "38;2" not in shown(table(tuple(quad_heads()), [("1", "2", "3", "4")]))


def printed(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]], width: int = 60) -> tuple[int, list[str]]:
    output = io.StringIO()
    return print_rows(Console(file=output, width=width), heads, rows), output.getvalue().splitlines()


def test_a_long_table_is_printed_as_its_rows_come() -> None:
    output = io.StringIO()

    def rows() -> Iterator[tuple[str, ...]]:
        for number in range(3 * FIRST):
            if number > FIRST:
                assert f"row {number - 1} " in output.getvalue()
            yield (f"row {number} ", "x")

    assert print_rows(Console(file=output, width=60), ("name", "x"), rows()) == 3 * FIRST


def test_a_long_table_looks_like_a_short_one() -> None:
    rows = [(f"row {number}", "\u4e2d\u56fd" if number % 2 else "[bold]x", "end") for number in range(FIRST)]
    few, short = printed(("name", "what", "last"), iter(rows[: FIRST - 1]))
    many, long = printed(("name", "what", "last"), iter(rows))
    assert (few, many) == (FIRST - 1, FIRST)
    assert [line.rstrip() for line in short[:-1]] == [line.rstrip() for line in long[: len(short) - 1]]


def test_cells_longer_than_those_of_the_first_rows_go_on_below() -> None:
    first = [("a", "b")] * FIRST
    _, lines = printed(("n", "text"), iter([*first, ("c", "one two three"), ("d", "l1\nl2\x1b[2J")]))
    assert [" ".join(line.split()) for line in lines[FIRST + 3 : -1]] == [
        "c one",
        "two",
        "thre",
        "e",
        "d l1",
        "l2\ufffd[",
        "2J",
    ]


def test_columns_too_wide_for_the_screen_share_it() -> None:
    rows = [("s", "word " * 30, "x" * 500)] * FIRST
    _, lines = printed(("a", "b", "c"), iter(rows))
    assert max(map(len, lines)) <= 60
    assert "".join(lines).count("x") == 500 * FIRST
