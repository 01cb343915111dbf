"""Signs of dates: what is looked for once in a sentence, so that only forms whose signs are all there are tried."""

import re

from communique.extract.syntax.date_forms import MONTHS, SEASONS, WEEKDAYS, one_of

# In small letters; a sign may stand where no date is, but no date stands where its signs are missing.
SIGNS = {
    "figure": re.compile(r"\d"),
    "month": re.compile("|".join(sorted({name[:3] for name in MONTHS}))),
    "weekday": re.compile(one_of(WEEKDAYS)),
    "season": re.compile(one_of(SEASONS)),
    "unit": re.compile("hour|day|week|fortnight|month|year|decade"),
    "day": re.compile("day|night|tomorrow|morning|afternoon|evening"),
    "feast": re.compile(r"christmas|boxing|new\s"),
}


def signs_of(text: str) -> frozenset[str]:
    """Give the signs that stand in a text."""
    lowered = text.lower()
    return frozenset(name for name, sign in SIGNS.items() if sign.search(lowered))
