"""RDF written in the form that is asked for."""

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

FORMS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")


def serialized(triples: Iterable[ox.Triple], media_type: str, prefixes: Mapping[str, str]) -> bytes:
    """Give triples in a form of RDF; ValueError for a media type that is none."""
    form = ox.RdfFormat.from_media_type(media_type)
    if form is None:
        raise ValueError(f"{media_type!r} is no form of RDF: choose from {', '.join(FORMS)}")
    return ox.serialize(triples, format=form, prefixes=dict(prefixes)) or b""


def converted(text: str, media_type: str) -> bytes:
    """Give a text in Turtle in another form of RDF (as it is where that is Turtle too)."""
    if media_type == "text/turtle":
        return text.encode()
    quads = ox.parse(text, format=ox.RdfFormat.TURTLE)
    return serialized([ox.Triple(q.subject, q.predicate, q.object) for q in quads], media_type, {})
