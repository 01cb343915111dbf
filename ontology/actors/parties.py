"""Parties as data sets of events compare them: few groups have a code of their own, all others have their country's."""

from datetime import date

from communique.ontology.actors.organisations import separate_party_codes
from communique.ontology.actors.register import Actors
from communique.ontology.types.actor import ActorKind

_INTERGOVERNMENTAL = "IGO"


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
        The code of a state, of an organisation of states or of a group that is coded apart (``HAM``), else that of the
        home country; ``---REB`` and the like for who is only described, the id for who belongs to no country.
    """
    code = actors.party(actor, day)
    side = actors.get(actors.side(actor, day))
    if side is None or side.kind is ActorKind.COUNTRY or side.sector == _INTERGOVERNMENTAL:
        return code
    home = actors.get(side.country) if side.country and code not in separate_party_codes() else None
    return home.notation if home is not None else code
