"""Factuality: whether the writer makes an action real, planned, possible or urged, and whether it is denied."""

from spacy.tokens import Token

from communique.extract.syntax.clauses import children, is_verb
from communique.ontology.lexicon import cues
from communique.ontology.types import Modality


def is_negated(token: Token) -> bool:
    """Tell whether a predicate is negated: by a negator of its own, of its subject, or of the verb that carries it."""
    negators = cues().negators
    if any(child.dep_ == "neg" or child.lower_ in negators for child in token.children):
        return True
    for subject in children(token, ("nsubj", "nsubjpass", "dobj")):
        if subject.lower_ in ("nobody", "none") or any(child.lower_ in ("no", "neither") for child in subject.children):
            return True
    if token.dep_ == "pcomp" and token.head.lower_ == "without":
        return True
    if token.dep_ == "xcomp" and any(child.lower_ == "yet" for child in (*token.children, *token.head.children)):
        return token.head.lower_ in cues().having | cues().being
    return not is_verb(token) and token.dep_ in ("dobj", "attr", "nsubjpass") and _verb_negated(token.head)


def modality(token: Token) -> Modality:
    """Give the modality that the words at a predicate and the clauses around it express."""
    own = _of_noun(token) if not is_verb(token) else _of_verb(token)
    if own is not Modality.ACTUAL:
        return own
    return Modality.HYPOTHETICAL if _conditional(token) or _question(token) else Modality.ACTUAL


def is_urged(verb: Token) -> bool:
    """Tell whether a verb says what somebody should or must do."""
    return (
        is_demanded(verb)
        or any(child.lower_ in cues().urged and child.dep_ == "aux" for child in verb.children)
        or any(child.lower_ in ("should", "must", "ought") for child in verb.children)
    )


def is_demanded(verb: Token) -> bool:
    """Tell whether a verb says what somebody must do; of "has to leave" this is "has"."""
    if verb.lower_ in cues().obliging:
        return any(_is_obliged(clause) for clause in children(verb, ("xcomp",)))
    return any(child.lower_ in cues().demanded for child in children(verb, ("aux",)))


def _is_obliged(verb: Token) -> bool:
    """Tell whether a verb is what somebody has to do; what has yet to be done is not done, and no duty."""
    if verb.dep_ != "xcomp" or verb.head.lower_ not in cues().obliging:
        return False
    words = {child.lower_ for child in (*verb.children, *verb.head.children)}
    return "to" in words and "yet" not in words


def _is_given_term(verb: Token) -> bool:
    """Tell whether a verb is what somebody is given until Friday, or two days, to do."""
    giving = next((word for word in (verb.head, verb.head.head) if word.lower_ in cues().giving), None)
    if giving is None or not any(child.tag_ == "TO" for child in verb.children):
        return False
    return any(child.lower_ in cues().terms for child in giving.children)


def _of_verb(verb: Token) -> Modality:
    words = cues()
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if not auxiliaries and verb.dep_ == "conj" and is_verb(verb.head) and not children(verb, ("nsubj", "nsubjpass")):
        return _of_verb(verb.head)
    if _is_obliged(verb) or _is_given_term(verb):
        return Modality.URGED
    if verb.dep_ == "xcomp" and verb.head.lower_ in cues().having:
        return _of_verb(verb.head)
    if auxiliaries & words.urged:
        return Modality.URGED
    if auxiliaries & words.planned:
        return Modality.HYPOTHETICAL if _conditional(verb) or _has_condition(verb) else Modality.PLANNED
    if auxiliaries & words.possible:
        return Modality.POSSIBLE
    if auxiliaries & words.hypothetical:
        return _would(verb)
    if "to" in auxiliaries and verb.dep_ == "advcl" and is_verb(verb.head):
        # What one does something for is as real as that, at most ("will meet to discuss").
        return _of_verb(verb.head)
    if "to" in auxiliaries and (verb.dep_ == "ROOT" or _is_headline_plan(verb)):
        return Modality.PLANNED
    return Modality.ACTUAL


def _is_headline_plan(verb: Token) -> bool:
    """Tell whether an infinitive is all that a headline says of its noun ("US envoy to visit Pakistan")."""
    return verb.dep_ in ("acl", "relcl") and verb.head.dep_ == "ROOT" and not is_verb(verb.head)


def _would(verb: Token) -> Modality:
    """Give what ``would`` means: the future of the past in reported speech, else a condition."""
    reported = verb.dep_ == "ccomp" or any(child.dep_ == "mark" and child.lower_ == "that" for child in verb.children)
    have = any(child.lower_ == "have" and child.dep_ == "aux" for child in verb.children)
    return Modality.PLANNED if reported and not have and not _conditional(verb) else Modality.HYPOTHETICAL


def _of_noun(noun: Token) -> Modality:
    words = cues()
    modifiers = {child.lower_ for child in noun.children if child.dep_ in ("amod", "compound", "nmod")}
    if modifiers & words.planned_adjectives:
        return Modality.PLANNED
    if modifiers & words.possible_adjectives:
        return Modality.POSSIBLE
    if noun.dep_ == "pobj" and _is_ahead(noun.head):
        return Modality.PLANNED
    if noun.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "pobj"):
        verb = noun.head if noun.dep_ != "pobj" else noun.head.head
        if is_verb(verb):
            carried = _of_verb(verb)
            return Modality.PLANNED if carried is Modality.HYPOTHETICAL and noun.dep_ == "nsubj" else carried
    return Modality.ACTUAL


def _is_ahead(preposition: Token) -> bool:
    before = preposition.nbor(-1).lower_ if preposition.i else ""
    if preposition.lower_ == "of":
        return preposition.head.lower_ in cues().ahead or before in cues().ahead
    return (before if preposition.lower_ == "to" else preposition.lower_) in cues().ahead


def _conditional(token: Token) -> bool:
    """Tell whether a token stands in a clause that a condition opens, or in the main clause of one."""
    conditions = cues().conditions
    word = token
    while True:
        if any(child.dep_ in ("mark", "advmod") and child.lower_ in conditions for child in word.children):
            return True
        if word.head == word:
            return False
        word = word.head
        if is_verb(word) and word.dep_ in ("ROOT", "ccomp") and word != token:
            return any(child.dep_ == "mark" and child.lower_ in conditions for child in word.children)


def _has_condition(verb: Token) -> bool:
    clauses = children(verb, ("advcl",))
    return any(child.lower_ in ("if", "unless") for clause in clauses for child in clause.children)


def _question(token: Token) -> bool:
    return token.doc[-1].text == "?" and token.sent.root in (token, token.head)


def _verb_negated(token: Token) -> bool:
    return is_verb(token) and any(child.dep_ == "neg" for child in token.children)
