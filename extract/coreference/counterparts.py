"""Counterparts: "his German counterpart" holds in Germany the office that *he* holds at home."""

from dataclasses import replace

from spacy.tokens import Doc

from communique.extract.actors.discourse import PERSONS, Discourse
from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.mentions import Mentions
from communique.ontology.lexicon import anaphora


def with_counterparts(mentions: Mentions, doc: Doc, discourse: Discourse) -> Mentions:
    """Give the mentions with those of counterparts meaning the same organ as the office-holder before them.

    That is the last person or organ named earlier in the sentence, else the last subject of the sentences
    before. Where no office is known the counterpart stays whom its own words mean.
    """
    if not any(_is_counterpart(doc, item) for item in mentions.all):
        return mentions
    changed = tuple(
        replace(item, actor=_organ(item, mentions, discourse) or item.actor) if _is_counterpart(doc, item) else item
        for item in mentions.all
    )
    return replace(mentions, all=changed)


def _is_counterpart(doc: Doc, item: Mention) -> bool:
    noun = doc[item.end - 1].lower_
    return item.kind is MentionKind.ORGAN and noun.removesuffix("s") in anaphora().counterparts


def _organ(counterpart: Mention, mentions: Mentions, discourse: Discourse) -> str | None:
    """Give the organ of the counterpart's country that has the office, None if there is no such organ."""
    before = [item.actor for item in mentions.all if item.end <= counterpart.start and _can_hold(item.kind)]
    named = [*reversed(before), *(item.actor for item in discourse.acting() if _can_hold(item.kind))]
    home = discourse.country(counterpart.actor)
    for actor in named:
        office = _office(actor, discourse)
        if office and (organ := f"{home}-{office}") in discourse.actors:
            return organ
    return None


def _can_hold(kind: MentionKind) -> bool:
    return kind in PERSONS or kind is MentionKind.ORGAN


def _office(actor_id: str, discourse: Discourse) -> str | None:
    """Give the suffix of the organ of a state for which a person (or that organ itself) acts."""
    actor = discourse.actors.get(actor_id)
    if actor is None:
        return None
    roles = actor.roles_on(discourse.published)
    body = roles[0].body if roles else actor_id
    home = discourse.country(body)
    return body.removeprefix(f"{home}-") if home and body.startswith(f"{home}-") else None
