"""The numbers of dyads and sides: made all at once, or kept in step by triggers, as events come and go."""

import sqlite3

from communique.graph.table.layout import KEY_BITS, NO_DAY, first_of_day

_CLASSES = ", ".join(f"(quad = {quad})" for quad in (1, 2, 3, 4))
_SUMS = ", ".join(f"SUM(quad = {quad})" for quad in (1, 2, 3, 4))
_DATED = first_of_day(NO_DAY)
_DAY = f"CASE WHEN {{0}} < {_DATED} THEN {{0}} >> {KEY_BITS} END"
_MORE = (
    "one = one + excluded.one, two = two + excluded.two, three = three + excluded.three, four = four + excluded.four"
)
_GROWN = f"events = events + excluded.events, {_MORE}, score = score + excluded.score"
# Where the numbers of an event go: the table, its key, and the condition that the event has one.
_TALLIES = (
    ("dyad_month", "source, target, month", "{0}.source, {0}.target, {0}.month", "{0}.target AND {0}.month NOT NULL"),
    ("side_month", "side, way, month", "{0}.source, 0, {0}.month", "{0}.target AND {0}.month NOT NULL"),
    ("side_month", "side, way, month", "{0}.target, 1, {0}.month", "{0}.target AND {0}.month NOT NULL"),
)
_COUNTED = (("documents", "document", ""), ("reports", "report", ""), ("events", "event", ""))


def make_numbers(database: sqlite3.Connection) -> None:
    """Count all events, and keep the numbers in step from now on."""
    for table in ("dyad", "dyad_action", "dyad_month", "side_month", "total"):
        database.execute(f"DELETE FROM {table}")
    joined = "FROM event e JOIN action a ON a.id = e.action"
    ends = f"MIN({_DAY.format('e.id')}), MAX({_DAY.format('e.id')})"
    database.execute(
        f"INSERT INTO dyad SELECT source, target, COUNT(*), {_SUMS}, SUM(score), {ends} {joined} "
        "WHERE target GROUP BY source, target"
    )
    database.execute(
        "INSERT INTO dyad_action SELECT source, target, action, COUNT(*) FROM event WHERE target "
        "GROUP BY source, target, action"
    )
    database.execute(
        f"INSERT INTO dyad_month SELECT source, target, month, COUNT(*), {_SUMS}, SUM(score) {joined} "
        "WHERE target AND month NOT NULL GROUP BY source, target, month"
    )
    # What a side did in a month is what it did to each.
    numbers = ", ".join(f"SUM({name})" for name in ("events", "one", "two", "three", "four", "score"))
    for way, side in enumerate(("source", "target")):
        database.execute(
            f"INSERT INTO side_month SELECT {side}, {way}, month, {numbers} FROM dyad_month GROUP BY {side}, month"
        )
    for name, table, _ in _COUNTED:
        database.execute(f"INSERT INTO total SELECT '{name}', COUNT(*) FROM {table}")
    database.execute("INSERT INTO total SELECT 'disputed', COUNT(*) FROM event WHERE disputed")
    database.execute("INSERT INTO total SELECT 'dyads', COUNT(*) FROM dyad")
    for statement in _triggers():
        database.execute(statement)


def has_numbers(database: sqlite3.Connection) -> bool:
    """Tell whether there are numbers that are kept in step."""
    return database.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger' LIMIT 1").fetchone() is not None


def stop_numbers(database: sqlite3.Connection) -> None:
    """Keep the numbers no longer in step, until they are made anew."""
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f"DROP TRIGGER {name}")


def _triggers() -> list[str]:
    come, gone = [_total(name, "+") for name in ("events",)], [_total(name, "-") for name in ("events",)]
    come.append("UPDATE total SET number = number + 1 WHERE name = 'disputed' AND new.disputed;")
    gone.append("UPDATE total SET number = number - 1 WHERE name = 'disputed' AND old.disputed;")
    come.append(
        "UPDATE total SET number = number + 1 WHERE name = 'dyads' AND new.target AND NOT EXISTS "
        "(SELECT 1 FROM dyad WHERE source = new.source AND target = new.target);"
    )
    day = _DAY.format("new.id")
    come.append(
        f"INSERT INTO dyad SELECT new.source, new.target, 1, {_CLASSES}, score, {day}, {day} FROM action "
        f"WHERE id = new.action AND new.target ON CONFLICT DO UPDATE SET {_GROWN}, "
        "first = COALESCE(MIN(first, excluded.first), first, excluded.first), "
        "last = COALESCE(MAX(last, excluded.last), last, excluded.last);"
    )
    come.append(
        "INSERT INTO dyad_action SELECT new.source, new.target, new.action, 1 WHERE new.target "
        "ON CONFLICT DO UPDATE SET events = events + 1;"
    )
    gone.append(_less("dyad_action", "source = old.source AND target = old.target AND action = old.action", sums=False))
    for table, names, key, there in _TALLIES:
        come.append(
            f"INSERT INTO {table} SELECT {key.format('new')}, 1, {_CLASSES}, score FROM action "
            f"WHERE id = new.action AND {there.format('new')} ON CONFLICT DO UPDATE SET {_GROWN};"
        )
        pairs = zip(names.split(", "), key.format("old").split(", "), strict=True)
        gone.append(_less(table, f"{' AND '.join(f'{name} = {value}' for name, value in pairs)} AND old.target"))
    gone.append(_less("dyad", "source = old.source AND target = old.target"))
    some = (
        f"SELECT {{}}(id) >> {KEY_BITS} FROM event WHERE source = old.source AND target = old.target AND id < {_DATED}"
    )
    gone.append(
        f"UPDATE dyad SET first = ({some.format('MIN')}), last = ({some.format('MAX')}) "
        "WHERE source = old.source AND target = old.target "
        f"AND (old.id >> {KEY_BITS} = first OR old.id >> {KEY_BITS} = last);"
    )
    gone.append(
        "UPDATE total SET number = number - 1 WHERE name = 'dyads' AND old.target AND NOT EXISTS "
        "(SELECT 1 FROM dyad WHERE source = old.source AND target = old.target);"
    )
    made = [("event_in", "INSERT ON event", come), ("event_out", "DELETE ON event", gone)]
    for name in ("document", "report"):
        made.append((f"{name}_in", f"INSERT ON {name}", [_total(f"{name}s", "+")]))
        made.append((f"{name}_out", f"DELETE ON {name}", [_total(f"{name}s", "-")]))
    return [f"CREATE TRIGGER {name} AFTER {when} BEGIN {' '.join(what)} END" for name, when, what in made]


def _total(name: str, sign: str) -> str:
    return f"UPDATE total SET number = number {sign} 1 WHERE name = '{name}';"


def _less(table: str, which: str, *, sums: bool = True) -> str:
    """Give the statements that take an event out of a row, which goes with its last."""
    quads = zip(("one", "two", "three", "four"), (1, 2, 3, 4), strict=True)
    of_action = "(SELECT {} FROM action WHERE id = old.action)"
    parts = [f"{name} = {name} - {of_action.format(f'quad = {quad}')}" for name, quad in quads] if sums else []
    parts += [f"score = score - {of_action.format('score')}"] if sums else []
    changed = ", ".join(["events = events - 1", *parts])
    return f"UPDATE {table} SET {changed} WHERE {which}; DELETE FROM {table} WHERE {which} AND events = 0;"
