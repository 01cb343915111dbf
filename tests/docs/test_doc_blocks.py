"""The comparison of shown and real output, on which the tests of the pages rest."""

import pytest
from doc_blocks import first_missing

OUTPUT = " date         actor\n ────────────────\n 2015-11-30   Russia  4\n 2015-12-01   Turkey  1\n"


@pytest.mark.parametrize(
    "shown",
    [
        ["date actor", "2015-11-30 Russia 4"],
        ["2015-11-30 Russia 17"],
        ["...", "2015-12-01 ..."],
        ["2015-11-30 Rus... 4", "────", ""],
    ],
)
def test_what_the_output_has_in_this_order_is_not_missing(shown: list[str]) -> None:
    assert first_missing(shown, OUTPUT) is None


@pytest.mark.parametrize(
    ("shown", "missing"),
    [
        (["2015-11-30 France 4"], "2015-11-30 France 4"),
        (["2015-11-29 Russia 4"], "2015-11-29 Russia 4"),
        (["2015-12-01 ...", "2015-11-30 ..."], "2015-11-30 ..."),
        (["Russia 4"], "Russia 4"),
        (["2015-11-30 Russia four"], "2015-11-30 Russia four"),
    ],
)
def test_what_the_output_has_not_or_earlier_is_missing(shown: list[str], missing: str) -> None:
    assert first_missing(shown, OUTPUT) == missing
