"""The domain types: actors, actions, documents, reports, events, and the IRIs of all."""

from communique.ontology.types.action import Action
from communique.ontology.types.actor import Actor, ActorKind, Role
from communique.ontology.types.document import Document, document_id
from communique.ontology.types.event import Event, event_key
from communique.ontology.types.iri import DEFAULT_BASE, SAFE, Namespace
from communique.ontology.types.name import Name, NameKind, slug
from communique.ontology.types.period import Period, first_day, last_day
from communique.ontology.types.place import (
    Place,
    PlaceKind,
    country_of_place,
    is_named_place,
    place_id,
    slug_of_place,
)
from communique.ontology.types.report import DateBasis, Extraction, Modality, Report, Span, Status

__all__ = [
    "DEFAULT_BASE",
    "SAFE",
    "Action",
    "Actor",
    "ActorKind",
    "DateBasis",
    "Document",
    "Event",
    "Extraction",
    "Modality",
    "Name",
    "NameKind",
    "Namespace",
    "Period",
    "Place",
    "PlaceKind",
    "Report",
    "Role",
    "Span",
    "Status",
    "country_of_place",
    "document_id",
    "event_key",
    "first_day",
    "is_named_place",
    "last_day",
    "place_id",
    "slug",
    "slug_of_place",
]
