"""Printed tables: who did what to whom in plain words, quad classes in the colours that charts have."""

from collections.abc import Callable
from dataclasses import replace

import pytest

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
