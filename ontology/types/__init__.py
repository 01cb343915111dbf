"""The domain types: actors, actions, documents, reports, events, and the IRIs of all."""

from communique.ontology.types.action import Action
from communique.ontology.types.actor import Actor, ActorKind, Role
from communique.ontology.types.document import Document, document_id
from communique.ontology.types.event import Event, event_key
from communique.ontology.types.iri import DEFAULT_BASE, SAFE, Namespace
from communique.ontology.types.name import Name, NameKind, slug
from communique.ontology.types.period import Period, first_day, last_day
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
    "Report",
    "Role",
    "Span",
    "Status",
    "document_id",
    "event_key",
    "first_day",
    "last_day",
    "slug",
]
