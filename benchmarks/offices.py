"""Gaps and overlaps in the dated roles: stretches in which nobody, or two persons at once, hold an office.

Run it as ``python benchmarks/offices.py`` for all states, or with the ids of some (``usa rus``); ``--since 2014-01-01``
and ``--until`` set the stretch that is checked. What it lists is not always an error: some offices were vacant, shared
or disputed. Those known to be so are in validation/vacancies.tsv and are not listed, unless ``--all`` asks for them.
"""

import argparse
from collections import Counter
from datetime import date
from pathlib import Path

from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.actors.offices import CHIEFS, gaps, overlaps, tenures
from communique.ontology.interchange.tsv import rows

KNOWN = Path(__file__).parent / "validation" / "vacancies.tsv"


def known() -> frozenset[tuple[str, str, str]]:
    """Give kind, office and start (of a gap) or persons (of an overlap) of what is known to have been so."""
    return frozenset((row["kind"], row["office"], row["what"]) for _, row in rows(KNOWN))


def findings(country: str, since: date, until: date) -> list[tuple[str, str, str, str]]:
    """Give kind, office, what (as in `known`) and length of everything found for a country."""
    found = []
    for suffix in CHIEFS:
        held, office = tenures(country, suffix), f"{country}-{suffix}"
        if held and gazetteer().actors[country].period.covers(since):
            found += [
                ("gap", office, f"{start}/{end}", f"{(end - start).days} days")
                for start, end in gaps(held, since, until)
            ]
            found += [
                ("overlap", office, f"{one.person}/{other.person}", one.role.title)
                for one, other, _ in overlaps(held, since)
            ]
    return found


def main() -> None:
    """Print a line for each gap and each overlap."""
    parser = argparse.ArgumentParser(description="Gaps and overlaps in the dated roles.")
    parser.add_argument("countries", nargs="*")
    parser.add_argument("--since", type=date.fromisoformat, default=date(2014, 1, 1))
    parser.add_argument("--until", type=date.fromisoformat, default=date(2025, 12, 31))
    parser.add_argument("--all", action="store_true")
    asked = parser.parse_args()
    counts: Counter[str] = Counter()
    real = frozenset() if asked.all else known()
    for country in asked.countries or sorted(item for item in gazetteer().actors if len(item) == 3):
        for kind, office, what, length in findings(country, asked.since, asked.until):
            if (kind, office, what) not in real:
                counts[kind] += 1
                print(kind, office, what, length, sep="\t")
    print(", ".join(f"{number} {name}s" for name, number in sorted(counts.items())) or "no gaps, no overlaps")


if __name__ == "__main__":
    main()
