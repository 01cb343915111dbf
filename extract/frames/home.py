"""Where a clause plays, and whom that makes of nouns that name nobody: the people and organs of that country."""

from spacy.tokens import Token

from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.frames.scene import Filler, Scene
from communique.extract.syntax.clauses import children, clause_of
from communique.extract.syntax.quotations import has_marks
from communique.ontology.lexicon import cues
from communique.ontology.types import country_of_place

GEOGRAPHIC = frozenset((MentionKind.CITY, MentionKind.CAPITAL, MentionKind.NAME))
_CIVILIANS = "cvl"
_LAW = frozenset(("cop",))


def home_of(token: Token, scene: Scene) -> str | None:
    """Give the country in which the clause of a token plays by its own words: a place in it, else None."""
    for clause in (clause_of(token), clause_of(clause_of(token))):
        for prep in children(clause, ("prep",)):
            for noun in children(prep, ("pobj",)):
                inner = [item for near in children(noun, ("prep",)) for item in children(near, ("pobj",))]
                for place in (noun, *inner):
                    mention = scene.mentions.at(place.i)
                    if mention is not None and mention.kind in GEOGRAPHIC and place.head.lower_ in cues().where:
                        return scene.country(mention.actor)
    return _only_place(scene)


def _only_place(scene: Scene) -> str | None:
    """Give the one country in which all places of the sentence lie, None where there are more or none."""
    found = {
        scene.country(mention.actor) for mention in scene.mentions.all if is_place(scene.doc[mention.head], mention)
    }
    return found.pop() if len(found) == 1 else None


def only_home(token: Token, scene: Scene) -> str | None:
    """Give the only country of a sentence for a noun that means an organ of a state or its people, but no stranger.

    Where a sentence names nobody, that is the country in which the report was written ("Police arrested 12 people").
    """
    suffix = scene.phrases.get(token.i)
    if suffix is None or token.lower_ in cues().strangers:
        return None
    if not scene.mentions.all and not has_marks(scene.doc):
        dateline = scene.discourse.dateline
        return None if dateline is None or suffix not in cues().domestic | _LAW else country_of_place(dateline)
    return _only_country(scene) if suffix in cues().domestic else None


def home_of_speaker(token: Token, scene: Scene) -> str | None:
    """Give the only country that a sentence names for an official of no named country who says what happened."""
    return _only_country(scene) if scene.phrases.get(token.i) in cues().officials else None


def _only_country(scene: Scene) -> str | None:
    """Give the one country to which all that the sentence names belongs, None where there are more or none."""
    found = {scene.mandate(mention.actor) for mention in scene.mentions.all} - {None}
    return found.pop() if len(found) == 1 else None


def people_there(token: Token, scene: Scene) -> Filler | None:
    """Give the people of the country in which a token's clause plays, for a noun that names nobody."""
    people = f"{home_of(token, scene)}-{_CIVILIANS}"
    if people not in scene.names.gazetteer.actors:
        return None
    return Filler(people, token.i, token.i + 1, False, f"{token.lower_} there")


def hosts(verb: Token) -> list[Token]:
    """Give where somebody is summoned to or expelled from: the nouns behind the prepositions of a home or a way."""
    leading = cues().homes | {"to"}
    found = [noun for prep in children(verb, ("prep",)) if prep.lower_ in leading for noun in children(prep, ("pobj",))]
    return found + [noun for prep in children(verb, ("prt",)) for noun in children(prep, ("pobj",))]


def is_place(head: Token, mention: Mention) -> bool:
    """Tell whether a mention says where: a name after ``in``, an adjective on a place's word ("the Kyrgyz capital")."""
    if mention.kind is MentionKind.ADJECTIVE:
        return head.head.lower_ in cues().places
    # "In Tripoli, Libya".
    while head.dep_ == "appos":
        head = head.head
    if mention.kind not in GEOGRAPHIC or head.dep_ != "pobj":
        return False
    whole = head.head.head
    part = head.head.lower_ == "of" and whole.dep_ == "pobj" and whole.head.lower_ in cues().where
    return part or head.head.lower_ in cues().where
