"""Base forms on demand, from the tables of the model's own rule lemmatiser.

The pipeline component lemmatises every token and needs a further component for it; reading
events needs the base form of a few tokens in a few sentences.
"""

from collections.abc import Callable, Iterable, Mapping

from spacy.language import Language
from spacy.tokens import Doc, Token

from communique.extract.syntax.tree import tree_of

LemmaOf = Callable[[Token], str]
_KEY = "communique lemmas"
_PARTS = {"VB": "verb", "NN": "noun", "JJ": "adj", "RB": "adv"}


def lemmatizer(nlp: Language, preferred: frozenset[str] = frozenset()) -> LemmaOf:
    """Give a function from token to lower-case base form, by its fine-grained tag.

    Where the rules leave several ("staged": stag, stage), a form among the `preferred` ones wins.
    Raises ValueError if the pipeline has no rule lemmatiser with tables.
    """
    tables = tables_of(nlp)
    # The tables have lists, in which a word is looked for from one end to the other.
    listed = {part: frozenset(_strings(tables["lemma_index"].get(part))) for part in _PARTS.values()}
    known: dict[tuple[str, str], str] = {}

    def lemma_of(token: Token) -> str:
        """Give the lower-case base form of a token."""
        key = (token.lower_, token.tag_[:2])
        if key not in known:
            known[key] = _lemma(key[0], _PARTS.get(key[1]), tables, listed, preferred, token.tag_ == "NN")
        return known[key]

    return lemma_of


def lemmas_of(doc: Doc, lemma_of: LemmaOf) -> list[str]:
    """Give the base forms of the words of a parsed sentence, found once and kept with it."""
    known: tuple[LemmaOf, list[str]] | None = doc.user_data.get(_KEY)
    if known is None or known[0] is not lemma_of:
        known = doc.user_data[_KEY] = lemma_of, [lemma_of(token) for token in tree_of(doc).tokens]
    return known[1]


def everyday_words(nlp: Language) -> frozenset[str]:
    """Give the adjectives, adverbs, verbs and function words that a pipeline knows, in small letters."""
    return words_listed(nlp, "adj", "adv", "verb").union(nlp.Defaults.stop_words)


def words_listed(nlp: Language, *parts: str) -> frozenset[str]:
    """Give the base forms that a pipeline's lemmatiser lists of parts of speech; none where it has no tables.

    Those of nouns hold the surnames of the famous, too.
    """
    if "lemmatizer" not in nlp.component_names:
        return frozenset()
    index = tables_of(nlp)["lemma_index"]
    lists = (index.get(part) for part in parts)
    return frozenset().union(*(words for words in lists if isinstance(words, Iterable)))


_Tables = Mapping[str, Mapping[str, object]]


def tables_of(nlp: Language) -> _Tables:
    """Give the tables of a pipeline's rule lemmatiser; ValueError where it has none."""
    if "lemmatizer" not in nlp.component_names:
        raise ValueError("the model has no lemmatizer: use an English pipeline such as en_core_web_sm")
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
    names = ("lemma_index", "lemma_exc", "lemma_rules")
    if lookups is None or not all(lookups.has_table(name) for name in names):
        raise ValueError("the model's lemmatizer has no rule tables: use an English pipeline such as en_core_web_sm")
    return {name: lookups.get_table(name) for name in names}


def _strings(words: object) -> Iterable[str]:
    return words if isinstance(words, Iterable) else ()


def _lemma(
    word: str,
    part: str | None,
    tables: _Tables,
    listed: Mapping[str, frozenset[str]],
    preferred: frozenset[str],
    singular: bool,
) -> str:
    if part is None:
        return word
    exceptions = tables["lemma_exc"].get(part)
    if isinstance(exceptions, Mapping) and word in exceptions:
        return str(exceptions[word][0])
    index, rules = listed[part], tables["lemma_rules"].get(part)
    if not isinstance(rules, list) or not index:
        return word
    forms = [word[: -len(old)] + new for old, new in rules if word.endswith(old)]
    if singular and word in index:
        return word
    chosen = next((form for form in forms if form in preferred and len(form) > 2), None)
    return chosen or next((form for form in forms if form in index), forms[0] if forms else word)
