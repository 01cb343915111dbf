"""Whether a text is English: by what is said of it, and by its words."""

import math
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

_STATED_ENGLISH = ("en", "eng", "english")
# English, and languages so near to it that the detector mixes them up.
_ENGLISH = ("en", "pcm", "sco")
_FEWEST_CHARACTERS = 12
_FEWEST_WITHOUT_NAMES = 4
_READ = 2_000
# How much likelier (as a logarithm) than English another language must be: the whole text, and its words without
# capitals, for names are in any language. Of 4,600 English sentences and headlines none comes near; more is asked for
# where there are only words with capitals, and where the article is said to be English.
_WHOLE, _WITHOUT_NAMES = 3.0, 2.0
_NAMES_ALONE = 8.0
_AGAINST_STATED = 3.0


def other_than_english(text: str, stated: str) -> str:
    """Give the language of an article if that is not English, empty if it is.

    Parameters
    ----------
    text
        The article's own words.
    stated
        What is said of its language (``en-GB``, ``eng``); empty where nothing is. English is not believed against words
        that are clearly of another language.

    Returns
    -------
    str
        A code of ISO 639, or the language as it is stated.
    """
    language = stated.strip().lower().replace("_", "-").split("-")[0]
    if language not in ("", *_STATED_ENGLISH):
        return language
    return _by_words(text[:_READ], _AGAINST_STATED if language else 1.0)


def _by_words(text: str, times: float) -> str:
    if len(text) < _FEWEST_CHARACTERS:
        return ""
    best, whole = _against_english(text)
    rest = " ".join(word for word in text.split() if word == word.lower())
    if len(rest) < _FEWEST_WITHOUT_NAMES:
        return best if whole > times * _NAMES_ALONE else ""
    if whole <= times * _WHOLE:
        return ""
    return best if _against_english(rest)[1] > times * _WITHOUT_NAMES else ""


def _against_english(text: str) -> tuple[str, float]:
    """Give the likeliest language, and how much likelier than English it is, as a logarithm."""
    ranked = _identifier().rank(text)
    best, probability = ranked[0]
    english = max(float(other) for language, other in ranked if language in _ENGLISH)
    return best, math.log(max(float(probability), 1e-300) / max(english, 1e-300))


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
