"""Grammatical relations on a dependency tree, read through passives, relatives, control and coordination.

Labels are those of spaCy's English models (ClearNLP style).
"""

from collections.abc import Iterator
from itertools import compress

from spacy.tokens import Doc, Token

from communique.extract.syntax.tree import tree_of
from communique.ontology.lexicon import cues

SUBJECTS = frozenset(("nsubj", "csubj", "expl"))
PASSIVE_SUBJECTS = frozenset(("nsubjpass", "csubjpass"))
OBJECTS = frozenset(("dobj", "dative", "obj", "iobj"))
RELATIVE = frozenset(("WDT", "WP", "WP$"))
_PASSIVE = frozenset(("nsubjpass", "auxpass", "csubjpass", "agent"))
_CLAUSES = frozenset(("advcl", "xcomp", "ccomp", "pcomp", "conj", "acl", "relcl"))
_NOMINAL_OBJECTS = frozenset(("oprd", "attr"))


def children(token: Token, labels: frozenset[str] | tuple[str, ...]) -> list[Token]:
    """Give the children of a token that bear one of these labels, in order."""
    return [child for label, child in tree_of(token.doc).dependents[token.i] if label in labels]


def is_verb(token: Token) -> bool:
    """Tell whether a token is a verb form; one with a passive auxiliary is, whatever the tagger took it for."""
    return tree_of(token.doc).verbs[token.i]


def verbs(doc: Doc) -> list[Token]:
    """Give the verb forms of a sentence."""
    tree = tree_of(doc)
    return list(compress(tree.tokens, tree.verbs))


def is_noun(token: Token) -> bool:
    """Tell whether a token is a noun or a proper noun."""
    return token.tag_.startswith("NN")


def is_passive(verb: Token) -> bool:
    """Tell whether a verb form is passive: by its children, as a reduced relative, or by the verb it is joined to."""
    labels = {label for label, _ in tree_of(verb.doc).dependents[verb.i]}
    if not labels.isdisjoint(_PASSIVE):
        return "nsubj" not in labels
    if verb.tag_ != "VBN" or "aux" in labels or "nsubj" in labels:
        return False
    if verb.dep_ in ("acl", "amod"):
        return True
    return verb.dep_ == "conj" and is_verb(verb.head) and is_passive(verb.head)


def agents(verb: Token) -> list[Token]:
    """Give the nouns after ``by`` of a passive verb."""
    own = [noun for by in verb.children if _is_by(by) for noun in children(by, ("pobj",))]
    return own or [noun for by in _phrase(verb) if _is_by(by) for noun in children(by, ("pobj",))]


def _phrase(verb: Token) -> Iterator[Token]:
    """Give the words under a verb that belong to no clause below it."""
    for child in verb.children:
        if not is_verb(child) and child.dep_ not in PASSIVE_SUBJECTS:
            yield child
            yield from _phrase(child)


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Give the tokens that do what the verb says, as far as syntax tells.

    For a passive these are the agents. A clause without subject takes that of the clause that
    governs it: the object for verbs with object and infinitive (``urged Iran to sign``), else
    the subject; a participle takes the noun that it modifies.
    """
    if is_passive(verb):
        return agents(verb)
    own = [antecedent(child, verb) for child in children(verb, tuple(SUBJECTS))]
    own = [token for token in own if token.dep_ != "expl"]
    if own or depth > 5:
        return own + _companions(verb, own)
    return _inherited(verb, depth)


def _companions(verb: Token, own: list[Token]) -> list[Token]:
    """Give with whom the subjects of a verb act ("Together with Oman, Kuwait …", "France, joined by Italy, …")."""
    preps = [prep for word in (verb, *own) for prep in children(word, ("prep",)) if word.i != prep.i]
    leading = [inner for prep in preps for inner in _accompanying(prep)]
    found = [noun for prep in leading for noun in children(prep, ("pobj",))]
    joined = [clause for noun in own for clause in children(noun, ("acl",)) if clause.lower_ in cues().joining]
    found += [noun for clause in joined for noun in agents(clause)]
    return [noun for noun in found if noun.lower_ not in cues().places | cues().sites]


def _accompanying(prep: Token) -> list[Token]:
    """Give a preposition if it leads to whom one acts with: "alongside", "along with", "together with"."""
    if prep.lower_ == "along":
        return [inner for inner in children(prep, ("prep",)) if inner.lower_ == "with"]
    together = prep.lower_ == "with" and prep.i > 0 and prep.nbor(-1).lower_ in cues().accompanying
    return [prep] if together or prep.lower_ in cues().beside else []


def objects(verb: Token) -> list[Token]:
    """Give the direct and indirect objects of a verb: for a passive its subject, for a relative its noun."""
    if is_passive(verb):
        return _passive_subjects(verb) + [antecedent(child, verb) for child in children(verb, tuple(OBJECTS))]
    found = [antecedent(child, verb) for child in children(verb, tuple(OBJECTS | _NOMINAL_OBJECTS))]
    for clause in children(verb, ("ccomp", "xcomp")):
        if _is_infinitive(clause):
            found += children(clause, ("nsubj",))
    if not found:
        found = [item for clause in children(verb, ("advcl", "ccomp")) for item in _swallowed(clause, verb)]
    if not found and verb.dep_ in ("relcl", "acl") and children(verb, ("nsubj",)):
        found = [] if _has_relative_subject(verb) else [verb.head]
    return found


def is_order(verb: Token) -> bool:
    """Tell whether a verb leads from whom it is said to to what they shall do ("told Libya to open its port")."""
    return bool(objects(verb)) and any(_is_infinitive(clause) for clause in children(verb, ("xcomp",)))


def conjuncts(token: Token) -> list[Token]:
    """Give a token and those coordinated with it, in order of the sentence."""
    found = [token, *token.conjuncts]
    return sorted(set(found), key=lambda item: item.i)


def antecedent(token: Token, verb: Token) -> Token:
    """Give the noun that a relative pronoun stands for; any other token is its own antecedent."""
    if token.tag_ not in RELATIVE and token.lower_ != "that":
        return token
    clause = verb
    while clause.dep_ == "conj" and is_verb(clause.head):
        clause = clause.head
    if clause.dep_ == "relcl":
        return clause.head
    return token


def clause_of(token: Token) -> Token:
    """Give the predicate whose clause a token stands in: the nearest verb above it, or the root."""
    while token.head != token:
        token = token.head
        if is_verb(token):
            break
    return token


def above(token: Token) -> Iterator[Token]:
    """Give the token's governors up to the root, nearest first."""
    while token.head != token:
        token = token.head
        yield token


def _swallowed(clause: Token, verb: Token) -> list[Token]:
    """Give the object that the parser took for the subject of a participle ("seized a yacht carrying …")."""
    if clause.tag_ not in ("VBG", "VBN") or any(child.dep_ in ("mark", "aux", "auxpass") for child in clause.children):
        return []
    return [item for item in children(clause, ("nsubj",)) if verb.i < item.i < clause.i]


def _is_infinitive(clause: Token) -> bool:
    """Tell whether a clause is an infinitive with or without ``to`` ("urged Iran to sign", "helped Libya train")."""
    marked = any(child.dep_ == "mark" for child in clause.children)
    return clause.tag_ == "VB" and not marked and not any(child.tag_ == "MD" for child in clause.children)


def _inherited(verb: Token, depth: int) -> list[Token]:
    head = verb.head
    if verb.dep_ in ("acl",) and not is_verb(head):
        return [head] if verb.tag_ == "VBG" else _owner_of(head)
    if verb.dep_ == "relcl":
        return [head]
    if verb.dep_ == "pcomp" or (verb.dep_ in ("pobj",) and head.dep_ == "prep"):
        head = head.head
        if not is_verb(head):
            return subjects(head.head, depth + 1) if is_verb(head.head) else _owner_of(head)
        controlled = children(head, ("dobj", "nsubjpass"))
        if controlled and head.lower_ in cues().joining:
            return [*subjects(head, depth + 1), *controlled]
        return controlled or subjects(head, depth + 1)
    if verb.dep_ not in _CLAUSES:
        return []
    if not is_verb(head):
        if head.dep_ in ("acomp", "attr", "oprd", "xcomp", "amod"):
            return subjects(head.head, depth + 1) if is_verb(head.head) else [head.head]
        return subjects(head, depth + 1) if children(head, tuple(SUBJECTS)) else []
    if verb.dep_ == "conj":
        return _passive_subjects(head) if is_passive(head) and not is_passive(verb) else subjects(head, depth + 1)
    if verb.dep_ in ("xcomp", "ccomp"):
        if is_passive(head):
            return _passive_subjects(head)
        controlled = children(head, ("dobj",))
        if controlled and verb.tag_ != "VBG":
            return controlled
    if verb.dep_ == "advcl" and is_passive(head):
        return _passive_subjects(head)
    return subjects(head, depth + 1) + _joined_with(head)


def _joined_with(verb: Token) -> list[Token]:
    """Give with whom the subject of "joined with Uganda to condemn" does what follows."""
    preps = (
        [prep for prep in children(verb, ("prep",)) if prep.lower_ == "with"] if verb.lower_ in cues().joining else []
    )
    return [noun for prep in preps for noun in children(prep, ("pobj",))]


def _passive_subjects(verb: Token) -> list[Token]:
    own = [antecedent(child, verb) for child in children(verb, tuple(PASSIVE_SUBJECTS))]
    if own:
        return own
    if verb.dep_ in ("acl", "relcl", "amod"):
        return [verb.head]
    if verb.dep_ == "conj" and is_verb(verb.head):
        return _passive_subjects(verb.head) if is_passive(verb.head) else subjects(verb.head)
    if verb.dep_ in ("xcomp", "advcl") and is_verb(verb.head):
        return subjects(verb.head)
    return []


def _owner_of(noun: Token) -> list[Token]:
    own = children(noun, ("poss",))
    if own:
        return own
    verb = noun.head
    return subjects(verb) if noun.dep_ in ("dobj", "attr") and is_verb(verb) else []


def _is_by(token: Token) -> bool:
    return token.dep_ == "agent" or (token.lower_ == "by" and token.dep_ == "prep")


def _has_relative_subject(verb: Token) -> bool:
    return any(child.tag_ in RELATIVE or child.lower_ == "that" for child in children(verb, ("nsubj", "nsubjpass")))
