"""Calls of other servers in SPARQL texts: found where they are, and nothing else taken for one."""

import json
from io import BytesIO

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.graph.sparql.federation import LoadCall, ServiceCall, calls, insertion, nothing, replaced, values

PREFIXES = {"e": "http://e/"}
BASE = "https://base.example/"


def one(sparql: str) -> ServiceCall:
    (found,) = calls(sparql, PREFIXES, BASE)
    assert isinstance(found, ServiceCall)
    return found


@pytest.mark.parametrize(
    ("sparql", "iri", "silent", "pattern"),
    [
        ("ASK { SERVICE <http://x/> { ?s ?p ?o } }", "http://x/", False, " ?s ?p ?o "),
        ("ASK{SERVICESILENT<http://x/>{}}", "http://x/", True, ""),
        (
            "ASK { service # { <http://no/> {\n silent <http://x/#y> # }\n { ?s ?p '}' } }",
            "http://x/#y",
            True,
            " ?s ?p '}' ",
        ),
        ("ASK { SERVICE e:a\\-b { ?s e:p '''}\n}''' # }\n } }", "http://e/a-b", False, " ?s e:p '''}\n}''' # }\n "),
        ("PREFIX f: <http://f/> ASK { SERVICE f:g {{} UNION {}} {} }", "http://f/g", False, "{} UNION {}"),
        ('ASK { ?s ?p "SERVICE <http://no/> {" . SERVICE <http://x/> {} }', "http://x/", False, ""),
    ],
)
def test_a_call_is_read_to_its_end(sparql: str, iri: str, silent: bool, pattern: str) -> None:
    found = one(sparql)
    assert (found.iri, found.silent) == (iri, silent)
    assert f"WHERE {{{pattern}}}" in found.query
    assert sparql[found.start : found.end].endswith(f"{{{pattern}}}")


def test_the_query_carries_what_is_declared_where_it_stands() -> None:
    found = one("BASE <http://b/> PREFIX base: <http://c/> ASK { SERVICE <http://x/> { e:a base:b <d> } }")
    assert "BASE <http://b/>" in found.query
    assert "PREFIX base: <http://c/>" in found.query
    assert "PREFIX e: <http://e/>" in found.query


def test_calls_within_calls_name_their_servers() -> None:
    found = one("ASK { SERVICE <http://x/> { SERVICE <http://y/> { SERVICE e:z {} } } }")
    assert found.within == ("http://y/", "http://e/z")


@pytest.mark.parametrize(
    ("sparql", "answered"),
    [
        ("ASK { SERVICE ?where { ?s ?p ?o } }", "name the server"),
        ("ASK { SERVICE <http://x/> { SERVICE $where {} } }", "name the server"),
        ("ASK { SERVICE <http://x/> { ?s ?p 1SERVICE<http://y/> ?no } }", "cannot be read"),
        ("ASK { SERVICE <http://x/> { ?s ?p ?o ", "has no end"),
        ("ASK { SERVICE <sparql> {} }", "in full"),
        ("ASK { SERVICE no:x {} }", "not declared"),
        ("PREFIX service: <http://e/> ASK { ?s service:x ?o }", "prefix may not hold"),
        ("ASK { SERVICE <http://x/> { \\u0053ERVICE <http://y/> {} } }", "plainly"),
        ("ASK { SERVICE <http://x/> { ?s ?p '\\u0027 SERVICE <http://y/> {} ' } }", "plainly"),
        ("ASK { " + "SERVICE <http://x/> { " * 5000, "too many"),
        ("ASK { SERVICE <http://x/> { ?s ?p '" + "x" * 70_000 + "' } }", "too long"),
        ("BASE " * 5000 + "ASK { SERVICE <http://x/> {} }", "too many"),
        ("ASK { SERVICE " + "# " * 5000, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused(sparql: str, answered: str) -> None:
    with pytest.raises(ValueError, match=answered):
        calls(sparql, PREFIXES, BASE)


def test_loads_are_operations_of_updates() -> None:
    text = "LOAD <http://x/a#b> ; LOAD SILENT e:b INTO GRAPH e:g; INSERT DATA { e:LOAD e:p 'LOAD <http://no/>' }"
    first, second = calls(text, PREFIXES, BASE, update=True)
    assert isinstance(first, LoadCall) and isinstance(second, LoadCall)
    assert (first.iri, first.silent, first.graph) == ("http://x/a#b", False, None)
    assert (second.iri, second.silent, second.graph) == ("http://e/b", True, "e:g")
    triple = ox.Triple(ox.BlankNode("b"), ox.NamedNode("http://p"), ox.Literal('"\n', language="en"))
    instead = [(first, insertion(first, [triple])), (second, nothing(second))]
    store = ox.Store()
    store.update(replaced(text, instead), prefixes=PREFIXES)
    assert len(store) == 2
    with pytest.raises(ValueError, match="cannot be read"):
        calls("INSERT { LOAD <http://x/> } WHERE {}", PREFIXES, BASE, update=True)
    assert calls("ASK { ?load e:p ?o }", PREFIXES, BASE) == []


def rows(names: list[str], *bindings: dict[str, dict[str, str]]) -> ox.QuerySolutions:
    written = json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode()
    found = ox.parse_query_results(BytesIO(written), format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return found


def test_solutions_stand_as_values() -> None:
    call = one("SELECT * { SERVICE <http://x/> { ?a ?b $c } }")
    found = values(
        call,
        rows(
            ["a", "b", "c", "strange"],
            {
                "a": {"type": "bnode", "value": "x.y"},
                "c": {"type": "literal", "value": 'say "\\u0022\n}', "xml:lang": "en"},
            },
            {"b": {"type": "uri", "value": "http://b"}, "strange": {"type": "literal", "value": "no"}},
        ),
        f"{BASE}genid/",
    )
    answer = list(ox.Store().query(replaced("SELECT * { SERVICE <http://x/> { ?a ?b $c } }", [(call, found)])))
    assert [str(answer[0][0]), answer[0][1], answer[0][2].value] == [f"<{BASE}genid/x.y>", None, 'say "\\u0022\n}']
    assert [term and str(term) for term in answer[1]] == [None, "<http://b>", None]


@pytest.mark.parametrize(("count", "names"), [(0, []), (1, []), (2, []), (0, ["a"]), (3, ["a"])])
def test_as_many_solutions_as_there_were(count: int, names: list[str]) -> None:
    text = "SELECT * { SERVICE <http://x/> { ?a ?b ?c } }"
    found = values(one(text), rows(names, *[{}] * count), BASE)
    assert len(list(ox.Store().query(replaced(text, [(one(text), found)])))) == count


def test_a_failure_that_may_be_is_one_empty_solution() -> None:
    text = "SELECT * { SERVICE SILENT <http://x/> { ?a ?b ?c } }"
    assert len(list(ox.Store().query(replaced(text, [(one(text), nothing(one(text)))])))) == 1


@given(
    st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\"\\'{}<>#\n\r?u")),
    st.sampled_from(["", "en", "http://t"]),
)
def test_no_literal_gets_out_of_its_quotes(value: str, kind: str) -> None:
    call = one("SELECT * { SERVICE <http://x/> { ?s ?p ?c } }")
    term = {"type": "literal", "value": value} | ({} if not kind else {"datatype" if ":" in kind else "xml:lang": kind})
    instead = values(call, rows(["c"], {"c": term}), BASE)
    ((found,),) = ox.Store().query(f"SELECT * {{ {instead} }}")
    assert (found.value, found.language or "") == (value, "" if ":" in kind else kind)
    assert calls(f"SELECT * {{ {instead} }}", PREFIXES, BASE) == [] or "\\u" in value
