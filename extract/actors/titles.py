"""Words that stand before a person's name and are no part of it."""

from communique.ontology.actors import naming


def is_title(word: str) -> bool:
    """Tell whether a word is an honorific or belongs to the name of an office."""
    return word.lower() in naming().honorifics or word.lower() in naming().offices


def are_titles(word: str) -> bool:
    """Tell whether a word is a title in the plural, as before several names ("Engineers Ana Ruiz and Eva Sol")."""
    return word.endswith("s") and is_title(word[:-1])
