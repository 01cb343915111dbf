"""Where it happened: the place of a report, by the syntax around its trigger.

What locates an act is a phrase such as *in Aleppo* or *near the Syrian town of …* in the trigger's own clause; for acts
that happen where those are to whom they are done, also one in the phrases of who acts and who is acted upon ("militants
in northern Iraq"). A name that merely stands near tells nothing. The dateline counts where the sentence has no place.
"""

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from communique.extract.actors.dictionary import Dictionary
from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.proper_names import is_proper, name_around
from communique.extract.frames.home import GEOGRAPHIC
from communique.extract.frames.scene import Scene
from communique.extract.readings.parties import FORCE
from communique.extract.syntax.clauses import SUBJECTS, children, is_noun, is_verb, objects, subjects
from communique.extract.syntax.dates import is_calendar_word
from communique.ontology.lexicon import cues
from communique.ontology.places import capital_of, find_place
from communique.ontology.types import ActorKind, NameKind, country_of_place, is_named_place

_CITIES = frozenset((MentionKind.CITY, MentionKind.CAPITAL))
_CONSULT, _TELEPHONE = "04", "041"
_DEEPEST = 3
_CAPITAL = "capital"
_PARTS = re.compile(r"[,\[(]")


def place_of(trigger: Token, code: str, scene: Scene) -> str | None:
    """Give where the act of a trigger happened, None where its sentence does not say.

    Parameters
    ----------
    trigger
        The word that tells of the act.
    code
        Its CAMEO code: words are not spoken where those are of whom they speak.
    scene
        The parsed sentence with its mentions.

    Returns
    -------
    str or None
        The id of a country (``syr``) or of a place in one (``syr.aleppo``); a place in the country that is named
        first, before that country itself.
    """
    found = list(_places(trigger, code, scene))
    if not found:
        return None
    same = (place for place in found if country_of_place(place) == country_of_place(found[0]))
    return next(filter(is_named_place, same), found[0])


def dateline_place(dateline: str, names: Dictionary) -> str | None:
    """Give the place of a dateline such as ``SEOUL, South Korea``, None where it names none that is known."""
    city, *others = _PARTS.split(dateline)
    rest = others[0] if others else ""
    known = [country for part in (rest, city) if (country := _country_named(part.strip(" ])."), names)) is not None]
    place = find_place(city.strip(), known, anywhere=not known)
    return place.id if place is not None else next(iter(known), None)


def at_dateline(code: str, parties: Iterable[str], scene: Scene) -> str | None:
    """Give the dateline's place where it can be that of an act without another: the last resort.

    That is where its sentence names no place, nobody telephones, and all its parties are at home there, or one of
    those who consult.
    """
    dateline = scene.discourse.dateline
    if dateline is None or code == _TELEPHONE or any(_says_where(token) for token in scene.doc):
        return None
    at_home = [scene.country(name) == country_of_place(dateline) for name in parties]
    fits = any(at_home) if code.startswith(_CONSULT) else bool(at_home) and all(at_home)
    return dateline if fits else None


def _says_where(token: Token) -> bool:
    """Tell whether a proper noun says where something happens, known or not ("speaking to soldiers in Azuria")."""
    return token.dep_ == "pobj" and token.head.lower_ in cues().enclosing and is_proper(token)


def _places(trigger: Token, code: str, scene: Scene) -> Iterator[str]:
    """Give the places that locate an act, those that stand closest to it in the parse first."""
    located = code[:2] in cues().located
    for token, fronted in _clauses(trigger):
        for prep in _prepositions(token, located=located):
            if (fronted and not _opens(prep, token)) or (not located and _may_locate_noun(prep, trigger, scene)):
                continue
            yield from _behind(prep, scene, located=located, depth=0)
    if code[:2] in FORCE:
        hit = (_city(noun, scene) or _whereabouts(noun, scene) for noun in _acted_upon(trigger))
        yield from (place for place in hit if place is not None)
    if located:
        for noun in (*_acted_upon(trigger), *_acting(trigger)):
            yield from _inside(noun, scene, located=True, depth=1)


def _clauses(trigger: Token) -> Iterator[tuple[Token, bool]]:
    """Give the words whose prepositional phrases locate an act, and whether only what stands before the subject does.

    These are the trigger, the verb of which it is an argument ("held talks in Oslo"), and the verb that governs it
    as an infinitive or participle; of one that it is joined to by *and* only what opens the clause.
    """
    yield trigger, False
    token, fronted = trigger, False
    for _ in range(2):
        if is_verb(token) and token.dep_ == "conj" and is_verb(token.head):
            fronted = True
        elif is_verb(token) and (token.dep_ not in ("xcomp", "advcl") or children(token, ("nsubj", "nsubjpass"))):
            return
        governor = _governor(token)
        if governor is None:
            return
        token = governor
        yield token, fronted


def _opens(prep: Token, verb: Token) -> bool:
    """Tell whether a preposition stands before the subject of its verb."""
    return prep.i < min((item.i for item in children(verb, tuple(SUBJECTS))), default=verb.i)


def _may_locate_noun(prep: Token, trigger: Token, scene: Scene) -> bool:
    """Tell whether a preposition may belong to the noun before it, whatever the parser says ("of crimes in Mali").

    Of an act of words that is most often so, unless the noun names a party ("praised Macron in Oslo").
    """
    if prep.i == 0:
        return False
    before = scene.doc[prep.i - 1]
    return is_noun(before) and before != trigger and scene.mentions.at(before.i) is None


def _governor(token: Token) -> Token | None:
    """Give the verb over a word, through the preposition between them unless it only names a circumstance."""
    head = token.head
    if token.dep_ == "pobj" and head.lower_ not in cues().circumstances:
        head = head.head
    elif token.dep_ not in ("dobj", "nsubj", "nsubjpass", "attr", "xcomp", "advcl", "conj"):
        return None
    return head if is_verb(head) and head != token else None


def _acted_upon(trigger: Token) -> list[Token]:
    """Give the objects of a verb, or what stands behind the prepositions of a noun ("strikes on rebels")."""
    if is_verb(trigger):
        return objects(trigger)
    return [noun for prep in children(trigger, ("prep",)) for noun in children(prep, ("pobj",)) if _leads(prep)]


def _acting(trigger: Token) -> list[Token]:
    return subjects(trigger) if is_verb(trigger) else []


def _leads(prep: Token) -> bool:
    """Tell whether a preposition leads on to somebody rather than to a place."""
    return prep.lower_ in cues().inside and prep.lower_ not in cues().locating


def _prepositions(token: Token, *, located: bool) -> list[Token]:
    """Give the prepositions under a word that locate it."""
    words = cues().locating | cues().entering if located else cues().locating
    return [prep for prep in children(token, ("prep",)) if prep.lower_ in words]


def _behind(prep: Token, scene: Scene, *, located: bool, depth: int) -> Iterator[str]:
    """Give the places behind a preposition: what is named there, else what the noun there says of its own place."""
    for noun in children(prep, ("pobj",)):
        for item in (noun, *noun.conjuncts):
            named = _named(item, prep, scene)
            if named is not None:
                yield named
            mention = scene.mentions.at(item.i)
            if not is_proper(item) if mention is None else mention.kind not in GEOGRAPHIC:
                yield from _inside(item, scene, located=located, depth=depth)


def _inside(noun: Token, scene: Scene, *, located: bool, depth: int) -> Iterator[str]:
    """Give the places in a noun's own phrase ("a base near Hama", "soldiers stationed in Mali")."""
    if depth > _DEEPEST:
        return
    for prep in _prepositions(noun, located=located):
        yield from _behind(prep, scene, located=located, depth=depth + 1)
    for participle in children(noun, ("acl",)):
        for prep in _prepositions(participle, located=located):
            yield from _behind(prep, scene, located=located, depth=depth + 1)
    if not located:
        return
    for prep in filter(_leads, children(noun, ("prep",))):
        for inner in children(prep, ("pobj",)):
            yield from _inside(inner, scene, located=True, depth=depth + 1)


def _named(noun: Token, prep: Token, scene: Scene) -> str | None:
    """Give the place that a noun behind a preposition names or, as a word for a place, belongs to."""
    mention, word = scene.mentions.at(noun.i), prep.lower_
    near = word in cues().approaching
    if mention is not None or is_proper(noun):
        city = _city(noun, scene)
        if city is not None:
            return city if word in cues().enclosing | cues().entering or near else None
    if mention is not None and mention.kind is MentionKind.NAME and mention.head == noun.i:
        return _country(mention, scene) if word in cues().enclosing | cues().entering else None
    return _whereabouts(noun, scene)


def _whereabouts(noun: Token, scene: Scene) -> str | None:
    """Give the place of a common noun ("the Syrian town of Hama", "the Damascus suburb", "the Kyrgyz capital")."""
    site = scene.lemma_of(noun) in cues().sites or noun.lower_ in cues().places
    below = [item for prep in children(noun, ("prep",)) if prep.lower_ == "of" for item in children(prep, ("pobj",))]
    named = [*below, *children(noun, ("appos", "poss", "compound", "nmod"))] if site else children(noun, ("compound",))
    cities = [city for item in named if item.dep_ == "compound" or site if (city := _city(item, scene)) is not None]
    if cities:
        return cities[0]
    if not site:
        return None
    owners = [*children(noun, ("amod", "poss", "compound", "nmod")), *below]
    found = [scene.mentions.at(item.i) for item in owners]
    country = next((home for item in found if item is not None and (home := _country(item, scene)) is not None), None)
    if country is not None and scene.lemma_of(noun) == _CAPITAL:
        capital = capital_of(country)
        return country if capital is None else capital.id
    return country


def _city(noun: Token, scene: Scene) -> str | None:
    """Give the place in a country that a noun names, the country itself of a city that the table lacks."""
    mention = scene.mentions.at(noun.i)
    if mention is not None:
        return _mentioned_city(mention, scene) if mention.kind in GEOGRAPHIC else None
    if not is_proper(noun) or is_calendar_word(noun.text):
        return None
    first, last = name_around(scene.doc, noun.i)
    taken = any(scene.mentions.at(index) is not None for index in range(first, last + 1))
    return None if taken else _in_table(noun, first, last, scene)


def _mentioned_city(mention: Mention, scene: Scene) -> str | None:
    text = scene.doc[mention.start + (scene.doc[mention.start].lower_ == "the") : mention.end].text
    home, actor = scene.country(mention.actor), scene.actor(mention.actor)
    # Context can make a name of its own of a city's; Luxembourg in Luxembourg means the country.
    if home is None or actor is None or (mention.kind not in _CITIES and text in (actor.label, *actor.aliases)):
        return None
    place = find_place(text, (home,))
    if place is not None:
        return place.id
    return home if mention.kind in _CITIES else None


def _in_table(noun: Token, first: int, last: int, scene: Scene) -> str | None:
    """Give the place that a proper name is, the whole of it before its last words."""
    near = _homes_nearby(last, scene)
    for start in range(first, noun.i + 1):
        place = find_place(scene.doc[start : last + 1].text, [*near, *_homes(scene)], anywhere=not near)
        if place is not None:
            return place.id
    return None


def _homes_nearby(last: int, scene: Scene) -> list[str]:
    """Give the country named right behind a place ("Hama, Syria", "Hama in Syria")."""
    found = [scene.mentions.at(index) for index in (last + 1, last + 2) if index < len(scene.doc)]
    homes = (scene.country(item.actor) for item in found if item is not None and item.kind in GEOGRAPHIC)
    return [home for home in homes if home is not None]


def _homes(scene: Scene) -> list[str]:
    """Give the countries of a sentence's mentions in their order."""
    homes = (scene.country(mention.actor) for mention in scene.mentions.all)
    return list(dict.fromkeys(home for home in homes if home is not None))


def _country(mention: Mention, scene: Scene) -> str | None:
    """Give the country that a mention names, or whose it is by its adjective."""
    actor = scene.actor(mention.actor)
    return actor.id if actor is not None and actor.kind is ActorKind.COUNTRY else None


def _country_named(text: str, names: Dictionary) -> str | None:
    """Give the country of a country's or city's name in any capitals."""
    for written in (text, text.title()):
        for name in names.names.get(written, ()):
            if name.kind in (NameKind.NAME, NameKind.CITY, NameKind.CAPITAL):
                actor = names.gazetteer.actors[name.actor]
                if actor.kind is ActorKind.COUNTRY or name.kind is NameKind.CAPITAL:
                    return actor.country
    return None
