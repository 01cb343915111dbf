"""Parties as data sets of events compare them: few groups have a code of their own, all others have their country's."""

from datetime import date

from communique.ontology.actors.countries import UNNAMED
from communique.ontology.actors.organisations import separate_party_codes
from communique.ontology.actors.register import Actors
from communique.ontology.types.actor import ActorKind
from communique.ontology.types.name import slug

_INTERGOVERNMENTAL = "IGO"
_OF_A_STATE = 3


def party_code(actor: str, actors: Actors, day: date | None) -> str:
    """Give the code by which an actor's party is compared on a day.

    Parameters
    ----------
    actor
        Id of an actor, known or not.
    actors
        The register that knows for whom it acts.
    day
        The day on which it acts; None where that is not known.

    Returns
    -------
    str
        The code of a state, of an organisation of states (``UN``, ``IGOSCO``) or of a group that is coded apart
        (``HAM``), else that of the home country; ``---REB`` and the like for who is only described; the name for an
        organisation of no country (``human-rights-watch``), the id for anybody else.
    """
    code = actors.party(actor, day)
    side = actors.get(actors.side(actor, day))
    if side is None or side.kind is ActorKind.COUNTRY or code in separate_party_codes():
        return code
    if side.sector == _INTERGOVERNMENTAL:
        return f"{_INTERGOVERNMENTAL}{code}" if len(code) == _OF_A_STATE else code
    home = actors.get(side.country) if side.country else None
    if home is not None:
        return home.notation
    named = code == side.notation and not side.id.startswith(UNNAMED)
    return slug(side.label) if named else code
