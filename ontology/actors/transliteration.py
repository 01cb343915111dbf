"""Names written in another way: a key that is the same for the usual romanisations of one name.

``Volodymyr Zelenskiy`` and ``Volodymyr Zelensky``, ``Walid al-Moualem`` and ``Walid Muallem`` have one key each. It is
coarse for single words, and good enough for a given name and a surname together.
"""

import re
import unicodedata
from functools import lru_cache

_PARTICLES = re.compile(r"\b(?:al|el|ad|as|ash|an|ar|at|az|bin|ben|ibn|abu)\b[- ]?|['`\u2018\u2019.-]")
_CHANGES = tuple(
    tuple(change.split("="))
    for change in (
        "tch=ch tsch=ch sch=sh ch=sh ph=f ck=k kh=k q=k gh=g dh=d th=t x=ks w=v tz=z ts=z j=i y=i ei=i ai=i ee=i ou=u "
        "o=u e=a".split()
    )
)
# "Milosevich" and "Milosevic".
_PATRONYMIC = re.compile(r"(?<=i)sh\b")
# How many names have their key remembered.
_REMEMBERED = 20_000
_DOUBLED = re.compile(r"(.)\1+")
_SILENT = re.compile(r"(?<=[aiu])h(?=[^aiu]|$)")
# "Tokayev" and "Tokaev", "Nazarbayev" and "Nazarbaev".
_GLIDE = re.compile(r"(?<=[aeiou])[iy](?=[aeou])")


_UNDECOMPOSED = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
    }
)


def folded(text: str) -> str:
    """Give a text without its accents ("Vučić": ``Vucic``)."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED)).encode("ascii", "ignore").decode()


@lru_cache(maxsize=_REMEMBERED)
def key(name: str) -> str:
    """Give the key of a personal name: the same for names that differ as romanisations do."""
    plain = _GLIDE.sub("", _PARTICLES.sub("", folded(name).lower()))
    for letters, put in _CHANGES:
        if letters in plain:
            plain = plain.replace(letters, put)
    plain = _PATRONYMIC.sub("c", plain)
    return " ".join(_SILENT.sub("", _DOUBLED.sub(r"\1", plain)).split())
