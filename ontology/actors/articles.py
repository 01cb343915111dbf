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
    >>> with_article("United States"), with_article("Government of Netherlands"), with_article("Chad")
    ('the United States', 'the Government of the Netherlands', 'Chad')
    """
    return article(name) + articles_within(name)


def article(name: str) -> str:
    """Give ``the`` and a blank for a name that stands with it, else nothing."""
    known = _words()
    head = name.partition(_OF)[0]
    has = name in known["names"] or (name not in known["bare"] and head.rpartition(" ")[2] in known["last"])
    return _ARTICLE if has else ""


def articles_within(name: str) -> str:
    """Give a name with the articles inside it: ``Government of the Netherlands``."""
    head, of, rest = name.partition(_OF)
    return f"{head}{of}{with_article(rest)}" if of and name not in _words()["names"] else name


@cache
def _words() -> Mapping[str, frozenset[str]]:
    lists = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in lists.items()}
