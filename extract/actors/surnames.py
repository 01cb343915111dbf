"""Surnames: whom of their known bearers a text means, and when it means a stranger of that name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from spacy.tokens import Doc, Span

from communique.extract.actors.titles import are_titles, is_title
from communique.extract.syntax.dates import is_calendar_word
from communique.ontology.actors import Actors, is_given_name, key, naming, register_end
from communique.ontology.types import Actor, Name, Role

_LEADING = ("-head", "-pm")
_FOREIGN = "-mfa"
_REMEMBERED_YEARS = 10
_MANY_YEARS = 8
# A shorter beginning of a given name is no short form of it ("Alex" is one of "Alexander").
_SHORT_FORM = 3


@dataclass(frozen=True, slots=True)
class Context:
    """What decides between the bearers of a surname.

    `day` is that of publication, `named` maps surnames to the persons whom the document has named in full, `homes`
    are the countries that the sentence names.
    """

    day: date | None
    named: Mapping[str, str]
    homes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Bearer:
    """Someone with the surname, and the offices held on the day (at any time where the day is not known)."""

    person: Actor
    offices: tuple[Role, ...]

    def leads(self, *organs: str) -> bool:
        """Tell whether the person is the first in one of these organs of a country."""
        return any(_is_first(role) and role.body.endswith(organs) for role in self.offices)

    @property
    def latest(self) -> str:
        """Give the day on which the latest of the offices began."""
        return max((role.period.start or "" for role in self.offices), default="")

    @property
    def years(self) -> int:
        """Give for how many years one of the offices was held, as far as the register knows; many years are enough."""
        return min(_MANY_YEARS, max(map(_years, self.offices), default=0))

    @property
    def is_prominent(self) -> bool:
        """Tell whether one of the offices is among those that texts name by the surname alone."""
        return any(f"{role.body} {role.title}" in naming().prominent for role in self.offices)

    @property
    def is_chief(self) -> bool:
        """Tell whether one is at the head of a state, of its diplomacy, or of an organisation or group."""
        return self.leads(*_LEADING, _FOREIGN) or any(
            "-" not in role.body[3:4] and not naming().chiefs.isdisjoint(role.title.split()) for role in self.offices
        )


class Commonness(Enum):
    """How many people share a surname: hardly anybody, many or famous ones, or all who have it as their given name."""

    RARE = 0
    COMMON = 1
    GIVEN = 2


def bearer(
    names: Iterable[Name], span: Span, context: Context, actors: Actors, commonness: Commonness = Commonness.RARE
) -> str | None:
    """Give the person whom a bare surname means, None where that is nobody known or not one person.

    Whom the document has named in full goes before all others, but for the one whose title stands before the
    surname. Otherwise it is whom a newspaper need not introduce: the one whose country the sentence names, the
    holder of a prominent office, the only leader; if the surname is rare the only foreign minister or chief of an
    organisation, or the only bearer of all. Without a day it is the one with the highest or else the most roles.
    """
    title = title_before(span.doc, span.start)
    known = {name.actor: actors[name.actor] for name in names}
    fitting = [person for person in known.values() if _suits(title, person)]
    bearers = [_Bearer(person, _offices(person, context.day)) for person in fitting]
    serving = [item for item in bearers if item.offices]
    titled = _only([item for item in serving if any(_is_called(role, title) for role in item.offices)])
    if titled is not None and title:
        return titled
    if span.text in context.named:
        return context.named[span.text]
    at_home = [item for item in serving if item.person.country in context.homes]
    if context.day is None:
        weighty = [item for item in bearers if item.is_prominent or item.leads(*_LEADING)]
        chiefs = [item for item in bearers if item.is_chief] if commonness is Commonness.RARE else weighty
        return _highest(at_home or chiefs)
    tiers = [
        [item for item in serving if item.is_prominent],
        at_home,
        [item for item in serving if item.leads(*_LEADING)],
        _heads_of_one_state([item for item in serving if item.leads(*_LEADING)]),
        [item for item in serving if item.is_chief],
        serving if len(known) == 1 else [],
    ]
    if commonness is not Commonness.RARE:
        del tiers[4:]
    if commonness is Commonness.GIVEN:
        del tiers[1]
    found = next((person for tier in tiers if (person := _only(tier)) is not None), None)
    if found is not None or serving or commonness is Commonness.GIVEN:
        return found
    return _remembered(fitting, len(known), context)


def _heads_of_one_state(leaders: Sequence[_Bearer]) -> list[_Bearer]:
    """Give the heads of state among the leaders of one country (a president and his premier of the same surname)."""
    one = len({item.person.country for item in leaders}) == 1
    return [item for item in leaders if item.leads(*_LEADING[:1])] if one else []


def _remembered(persons: Sequence[Actor], sharing: int, context: Context) -> str | None:
    """Give the only leader of the years before, if nobody else has the surname or the sentence names the country."""
    assert context.day is not None
    day = context.day
    found = [person for person in persons if _led_before(person, day)]
    if len(found) != 1 or not (sharing == 1 or found[0].country in context.homes or _was_prominent(found[0])):
        return None
    return found[0].id


def _was_prominent(person: Actor) -> bool:
    return _Bearer(person, person.roles).is_prominent


def _offices(person: Actor, day: date | None) -> tuple[Role, ...]:
    return person.roles if day is None else person.roles_on(day)


def _is_first(role: Role) -> bool:
    """Tell whether a role is the first one of its body: no vice president's, no spokesman's."""
    return naming().subordinate.isdisjoint(role.title.split())


def _only(bearers: Sequence[_Bearer]) -> str | None:
    return bearers[0].person.id if len(bearers) == 1 else None


def _highest(bearers: Sequence[_Bearer]) -> str | None:
    """Give the bearer with the highest or else the most roles, None where two are equal in that."""
    ranked = sorted((_weight(item), item.person.id) for item in bearers)
    if not ranked or (len(ranked) > 1 and ranked[-1][0] == ranked[-2][0]):
        return None
    return ranked[-1][1]


def _weight(item: _Bearer) -> tuple[bool, bool, bool, int, str, int]:
    """Give how well known somebody is: by the height of his offices, how long he had one, how late the last began."""
    high = item.is_prominent, item.leads(*_LEADING), item.is_chief
    return (*high, item.years, item.latest, len(item.offices))


def _years(role: Role) -> int:
    """Give for how many years a role was held, until the register ends where it does not end."""
    start, end = role.period.start or "", role.period.end or register_end()
    return int(end[:4]) - int(start[:4]) if start else 0


def title_before(doc: Doc, start: int) -> str:
    """Give the title that stands before a name, in small letters, empty if none does."""
    before = doc[start - 1].lower_ if start else ""
    return before if is_title(before) else ""


def _suits(title: str, person: Actor) -> bool:
    """Tell whether somebody can have a title: "Ambassador Smith" is no foreign minister of that name."""
    if not title or title in naming().honorifics or title in naming().general_titles:
        return True
    return any(not role.title or _is_called(role, title) for role in person.roles)


def _is_called(role: Role, title: str) -> bool:
    """Tell whether a title is a word of the title of a role ("Secretary Clinton")."""
    return title in role.title.split()


def _led_before(person: Actor, day: date) -> bool:
    ended = [
        int(role.period.end[:4])
        for role in person.roles
        if role.period.end and role.body.endswith((*_LEADING, _FOREIGN))
    ]
    return any(day.year - _REMEMBERED_YEARS <= year <= day.year for year in ended)


def has_forename(person: Actor, forenames: Sequence[str]) -> bool:
    """Tell whether the words before a surname can be a person's: an initial, a given name or a short form of it."""
    first = forenames[0]
    others = {word for alias in (person.label, *person.aliases) for word in alias.split()[:-1]}
    if len(first.rstrip(".")) == 1:
        return any(other[:1] == first[:1] for other in others)
    return any(key(first) == key(other) or _shortens(first, other) for other in others)


def may_be_called(person: Actor, title: str, forenames: Sequence[str]) -> bool:
    """Tell whether forenames with a title can be a person's; by a second forename alone only if the title is, too.

    "Judge Maria Neves" is not José Maria Neves, the president.
    """
    if not has_forename(person, forenames):
        return False
    first = forenames[0].rstrip(".")
    firsts = {alias.split()[0] for alias in (person.label, *person.aliases)}
    begins = any(key(first) == key(other) or _shortens(first, other) or first == other[:1] for other in firsts)
    return begins or _suits(title, person)


def _shortens(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORT_FORM and longer.startswith(shorter)


_OPENING = frozenset(('"', "\N{LEFT DOUBLE QUOTATION MARK}", "'", ":", "-", "\N{EN DASH}", "\N{EM DASH}", "(", ";"))


def forenames_start(
    words: Sequence[str], start: int, taken: frozenset[int], given: frozenset[str], common: frozenset[str]
) -> int:
    """Give where the forenames before a surname begin, the index of the surname where there are none.

    `taken` are the words that name somebody else; `given` are known given names, `common` words that begin a
    sentence with a capital without being names.
    """
    first = index = start
    lax = not _is_title_case(words)
    while index > 0 and index - 1 not in taken:
        word = words[index - 1]
        is_given = word in given or is_given_name(word)
        if word in naming().particles:
            index -= 1
            continue
        opening = index == 1 or words[index - 2] in _OPENING
        # Behind a forename, a word of everyday English is the person's office ("Minister of Information Osman Daud").
        everyday = _is_common(word, common) and (opening or first < start)
        if not _is_forename(word, is_given=is_given, lax=lax and not everyday):
            break
        first = index = index - 1
    return first


def _is_forename(word: str, *, is_given: bool, lax: bool) -> bool:
    if len(word) <= 2 and word[0].isupper() and word[1:] in ("", "."):
        return True
    if (
        is_title(word)
        or are_titles(word)
        or is_calendar_word(word)
        or not (word[0].isupper() and word.replace("-", "").isalpha())
    ):
        return False
    return is_given or (lax and not word.isupper())


def _is_common(word: str, common: frozenset[str]) -> bool:
    lower = word.lower()
    return lower in common or lower.endswith(("ing", "ed", "ly"))


def _is_title_case(words: Sequence[str]) -> bool:
    """Tell whether a sentence is written as headlines are, its longer words with capitals."""
    long = [word for word in words if word.isalpha() and len(word) > 3]
    return sum(word[0].isupper() for word in long) > len(long) / 2 and words[-1] != "."
