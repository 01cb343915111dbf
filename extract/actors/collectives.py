"""Groups of states of which a sentence names the members: "Arab states such as Jordan and Egypt" are these two."""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.syntax.clauses import children, conjuncts
from communique.ontology.actors import Actors, naming

_INTERNATIONAL = "INT"
_PLACES = frozenset((MentionKind.CITY, MentionKind.CAPITAL, MentionKind.NAME))


def members_named(noun: Token) -> list[Token]:
    """Give the nouns that say who is among those that a plural noun means ("countries including Chad and Niger")."""
    preps = children(noun, ("prep",))
    leading = [prep for prep in preps if prep.lower_ in naming().members or _is_such_as(prep)]
    leading += [end for prep in preps if prep.lower_ == "from" for end in _ends(prep)]
    return [item for prep in leading for first in children(prep, ("pobj",)) for item in conjuncts(first)]


def _ends(start: Token) -> list[Token]:
    """Give both prepositions of "from Chad and Niger to Mali", none where nothing says up to whom."""
    over = (start.head, start, *children(start, ("pobj",)))
    ends = [prep for token in over for prep in children(token, ("prep",)) if prep.lower_ == "to"]
    return [start, *ends] if ends else []


def without_collectives(doc: Doc, mentions: Sequence[Mention], actors: Actors) -> list[Mention]:
    """Leave out groups of states of which the sentence names the members."""
    named = {doc[item.head].i for item in mentions if item.kind in _PLACES}
    return [
        item
        for item in mentions
        if not (_is_collective(item, actors) and any(member.i in named for member in members_named(doc[item.head])))
    ]


def _is_collective(mention: Mention, actors: Actors) -> bool:
    actor = actors.get(mention.actor)
    return actor is not None and actor.sector == _INTERNATIONAL and actor.country is None


def _is_such_as(prep: Token) -> bool:
    return prep.lower_ == "as" and prep.i > 0 and prep.nbor(-1).lower_ == "such"
