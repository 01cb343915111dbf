"""The article with which an actor's name stands in a sentence, by `data/articles.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

PATH = files("communique.ontology") / "data" / "articles.toml"
_ARTICLE, _OF = "the ", " of "


def with_article(name: str) -> str:
    """Give a name as it stands within a sentence.

    Examples
    --------
    >>> with_article("United States"), with_article("Police of Netherlands"), with_article("Chad")
    ('the United States', 'the police of the Netherlands', 'Chad')
    """
    return article(name) + articles_within(name)


def at_start(name: str) -> str:
    """Give a name as it stands at the start of a sentence.

    Examples
    --------
    >>> at_start("United States"), at_start("Rebels of Chad"), at_start("al-Qaeda")
    ('The United States', 'Rebels of Chad', 'al-Qaeda')
    """
    the = article(name)
    return the.capitalize() + articles_within(name, first=not the)


def article(name: str) -> str:
    """Give ``the`` and a blank for a name that stands with it and has none, else nothing."""
    known = _words()
    head = name.partition(_OF)[0]
    has = name in known["names"] or (name not in known["bare"] and head.rpartition(" ")[2] in known["last"])
    return _ARTICLE if has and not name.startswith(_ARTICLE) else ""


def articles_within(name: str, *, first: bool = False) -> str:
    """Give a name with the articles inside it: ``Government of the Netherlands``.

    A name of common nouns has a small letter (``police of the Netherlands``) unless it is the `first` of a sentence.
    """
    known = _words()
    head, of, rest = name.partition(_OF)
    is_common = head in known["common"] or head.partition(" ")[0] in known["described"]
    begun = f"{head[0].lower()}{head[1:]}" if is_common and not first else head
    return f"{begun}{of}{with_article(rest) if of and name not in known['names'] else rest}"


@cache
def _words() -> Mapping[str, frozenset[str]]:
    lists = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in lists.items()}
