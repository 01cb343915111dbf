"""What the pages refer to: files, named queries, routes, columns of data files."""

import re
from pathlib import Path

import pytest
from doc_blocks import PAGES, ROOT, Block, blocks, steps

from communique.api.http.application import create_app
from communique.api.settings import Settings
from communique.graph.sparql.queries import NamedQuery, named_queries

_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_ROUTE = re.compile(r"`(GET|POST|PUT|DELETE) (/[^`\s?]*)[^`]*`")
_COOKBOOK = ROOT / "docs" / "sparql-cookbook.md"
_LEAVE_NO_TRACE = ("/home/", "/root/", "/tmp/", "/work/")
_TABLES = [block for page in PAGES for block in blocks(page) if block.language == "tsv"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_links_only_to_files_that_exist(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    local = [link for link in _LINK.findall(source) if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []
    assert [trace for trace in _LEAVE_NO_TRACE if trace in source] == []


def test_the_first_page_links_to_every_other_one() -> None:
    links = set(_LINK.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    assert {f"docs/{page.name}" for page in PAGES if page.parent == ROOT / "docs"} <= links


def test_the_rest_reference_names_every_route_and_no_other(tmp_path: Path) -> None:
    described = create_app(Settings(store=tmp_path / "store")).openapi()["paths"]
    routes = {(method.upper(), path) for path, methods in described.items() for method in methods}
    source = (ROOT / "docs" / "rest-reference.md").read_text(encoding="utf-8")
    named = set(_ROUTE.findall(source))
    assert sorted(routes - named) == []
    assert sorted(named - routes) == []


def test_the_cookbook_shows_every_query_that_has_a_name() -> None:
    asked = {command.split()[2] for command in _commands() if not command.split()[2].startswith(("-", "'", '"'))}
    assert sorted(asked) == sorted(named_queries())


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_the_cookbook_shows_a_named_query_as_it_is_shipped(name: str) -> None:
    query = named_queries()[name]
    command = next(command for command in _commands() if command.split()[2] == name)
    given = dict(word.split("=", 1) for word in command.split()[3:] if "=" in word)
    shown = [" ".join(block.text.split()) for block in blocks(_COOKBOOK) if block.language == "sparql"]
    assert " ".join(_written(query, given).split()) in shown


def _commands() -> list[str]:
    return [step.command for step in steps(_COOKBOOK) if step.command.startswith("communique query ")]


def _written(query: NamedQuery, given: dict[str, str]) -> str:
    """Give a query with its parameters in the short form that people write."""
    text = query.text
    for parameter in query.parameters:
        value = given.get(parameter.name, parameter.example)
        prefixed = f"{_prefix(parameter.kind)}:{value}"
        short = {"limit": value, "date": f'"{value}"^^xsd:date'}.get(parameter.kind, prefixed)
        if parameter.kind == "limit" and f"${parameter.name}" not in text:
            text = f"{text.rstrip()} LIMIT {value}"
        text = re.sub(rf"\${parameter.name}\b", short, text)
    return text


def _prefix(kind: str) -> str:
    return {"action": "act", "document": "doc"}.get(kind, kind)


@pytest.mark.parametrize("block", _TABLES, ids=lambda block: block.where)
def test_a_table_has_the_columns_of_the_file_it_shows(block: Block) -> None:
    file = ROOT / "ontology" / "data" / block.info
    header, *rows = block.text.splitlines()
    assert header == file.read_text(encoding="utf-8").split("\n", 1)[0]
    assert rows
    assert {len(row.split("\t")) for row in rows if not row.startswith("#")} == {len(header.split("\t"))}
