"""Event data of others: each form, and each thing that users of these files have stumbled over."""

import bz2
import codecs
import datetime as dt
import gzip
import io
import lzma
import multiprocessing
import subprocess
import sys
import tarfile
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from import_samples import ICEWS, POLECAT, gdelt, icews, mention, phoenix, polecat, quoted, tabbed, ucdp
from import_samples import UCDP as UCDP_COLUMNS

from communique import graph
from communique.graph import EventGraph, ImportNotes, ImportStep, column_map, import_tables, load_tables, planned_import
from communique.graph.imports.gdelt import MENTIONS, mention_reader
from communique.graph.imports.reading_process import RowsOfProcess
from communique.graph.imports.rows import FieldError
from communique.ontology.actors import Actors, gazetteer
from communique.ontology.lexicon import actions
from communique.ontology.types import Extraction

# Enough of the world for the rows here: a store takes seconds to learn all of it.
STATES = ("rus", "usa", "syr", "tur", "sun")
BODIES = ("un", "isis", "unnamed-gov", "sergei-lavrov")
ACTORS = Actors(
    actor
    for actor in gazetteer().actors.values()
    if actor.id in BODIES or (actor.country in STATES and not actor.roles)
)
FORMATS = Path(__file__).resolve().parents[3] / "shared" / "formats"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[EventGraph]:
    with graph.open(tmp_path / "store", actors=ACTORS, actions=actions()) as opened:
        yield opened


def imported(
    into: EventGraph,
    *paths: Path,
    form: str | None = None,
    columns: Path | None = None,
    notes: ImportNotes | None = None,
) -> ImportStep:
    """Import files, and give what became of all their rows."""
    plan = planned_import(paths, form=form, columns=column_map(columns) if columns else None)
    steps: list[ImportStep] = []
    import_tables(into, plan, steps.append, notes)
    return summed(steps)


def summed(steps: Sequence[ImportStep]) -> ImportStep:
    numbers = ("stored", "unchanged", "nobody", "unmatched", "skipped")
    return ImportStep(
        "",
        bad=tuple(bad for step in steps for bad in step.bad),
        **{name: sum(getattr(step, name) for step in steps) for name in numbers},
    )


def loaded(into: EventGraph, *paths: Path, again: bool = False) -> ImportStep:
    """Load files into the event table alone."""
    steps: list[ImportStep] = []
    load_tables(into, planned_import(paths, form=None, columns=None), steps.append, again=again)
    return summed(steps)


def file(folder: Path, name: str, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text("".join(line if line.endswith("\n") else f"{line}\n" for line in lines), encoding=encoding)
    return path


def reports_in(stored: EventGraph) -> list[tuple[str, str, str | None, str | None]]:
    """Give actor, CAMEO code, target and day of all reports, in order."""
    reports = [report for each in stored.extractions() for report in each.reports]
    return sorted(
        (each.actor, actions()[each.action].cameo, each.target, each.date and each.date.isoformat()) for each in reports
    )


def only(stored: EventGraph) -> Extraction:
    (found,) = stored.extractions()
    return found


CRITICISM = ("rus-gov", "111", "usa", "2018-06-01")


@pytest.mark.parametrize("width", [57, 58, 61, 62])
def test_gdelt_of_every_width(world: EventGraph, tmp_path: Path, width: int) -> None:
    place = ("4", "Moscow, Moskva, Russia", "RS")
    found = imported(world, file(tmp_path, "e.csv", gdelt(439472388, width=width, place=place)))
    assert (found.stored, found.bad) == (1, ())
    assert reports_in(world) == [CRITICISM]
    document, report = only(world).document, only(world).reports[0]
    assert dict(document.metadata) == {"dataset": "gdelt", "identifier": "439472388"}
    assert (document.source, document.url) == (
        ("GDELT", "") if width == 57 else ("news.example", "http://www.news.example/one")
    )
    assert report.place == "rus.moscow"
    assert document.published == dt.date(2018, 6, 2)
    assert [document.text[slice(*span)] for span in (report.actor_span or (0, 0), report.span)] == ["RUSSIA", "111"]


def test_gdelt_mixes_dialects_in_one_file(world: EventGraph, tmp_path: Path) -> None:
    backfile = gdelt(0, "19820101", width=57, place=("0", "", ""), added="20130203")
    found = imported(world, file(tmp_path, "events.csv", gdelt(5), backfile, gdelt(6, url="BBC Monitoring")))
    assert (found.stored, found.bad) == (3, ())
    sources = {dict(each.document.metadata)["identifier"]: each.document for each in world.extractions()}
    assert (sources["6"].source, sources["6"].url) == ("BBC Monitoring", "")
    # Degrees of 0 and 0 are no place.
    assert [report.place for each in world.extractions() for report in each.reports] == [None, None, None]


def test_gdelt_with_commas_or_with_control_characters(world: EventGraph, tmp_path: Path) -> None:
    commas = file(tmp_path, "commas.csv", gdelt(1).replace("\t", ","))
    hive = file(tmp_path, "hive.csv", gdelt(2).replace("\t", "\x01"))
    assert imported(world, commas, hive).stored == 2
    assert reports_in(world) == [CRITICISM, CRITICISM]


def test_gdelt_as_a_data_frame_has_written_it(world: EventGraph, tmp_path: Path) -> None:
    names = "globaleventid,day,actor1code,actor1name,actor2code,actor2name,eventcode,dateadded,sourceurl"
    row = '9,20180601,RUSGOV,RUSSIA,USA,,111,20180602,"http://news.example/a,b"'
    assert imported(world, file(tmp_path, "frame.csv", names, row)).stored == 1
    assert (reports_in(world), only(world).document.url) == ([CRITICISM], "http://news.example/a,b")


def test_gdelt_reduced(world: EventGraph, tmp_path: Path) -> None:
    head = (
        "Date Source Target CAMEOCode NumEvents NumArts QuadClass Goldstein SourceGeoType SourceGeoLat SourceGeoLong "
    )
    head += "TargetGeoType TargetGeoLat TargetGeoLong ActionGeoType ActionGeoLat ActionGeoLong"
    row = "\t".join(("20180601", "RUSGOV", "USA", "111", "3", "9", "3", "-2", *[""] * 9))
    with_header = file(tmp_path, "GDELT.MASTERREDUCEDV2.TXT", head.replace(" ", "\t"), row)
    assert imported(world, with_header).stored == 1
    # The same row without the header is the same row.
    assert imported(world, file(tmp_path, "bare.txt", row)).unchanged == 1
    assert reports_in(world) == [CRITICISM]


def test_gdelt_mentions_are_further_reports(world: EventGraph, tmp_path: Path) -> None:
    mentions = file(tmp_path, "1.mentions.CSV", mention(1), mention(2), mention(1, url="http://third.example/3"))
    frame = mention(1, url="http://c.example/a,b").split("\t")
    head = "globaleventid,eventtimedate,mentiontimedate,mentiontype,mentionsourcename,mentionidentifier,sentenceid,"
    head += "actor1charoffset,actor2charoffset,actioncharoffset,inrawtext,confidence,mentiondoclen,mentiondoctone,"
    head += "mentiondoctranslationinfo,extras"
    commas = file(tmp_path, "mentions-frame.csv", head, ",".join(f'"{cell}"' for cell in frame))
    # Given first, they are read last: they are of events in the other file.
    found = imported(world, mentions, commas, file(tmp_path, "1.export.CSV", gdelt(1, width=61)))
    assert (found.stored, found.unmatched) == (4, 1)
    (event,) = world.events()
    assert event.reports == 4
    assert {each.document.source for each in world.extractions()} == {"news.example", "other.example"}


def test_how_sure_gdelt_is_of_a_mention_is_a_share() -> None:
    read, cells = mention_reader(), mention(1).split("\t")
    sure = MENTIONS.index("Confidence")
    shares = [read([*cells[:sure], cell, *cells[sure + 1 :]]).confidence for cell in ("40", "", "100", "10.0")]
    assert shares == [0.4, 1.0, 1.0, 0.1]
    with pytest.raises(FieldError, match="high"):
        read([*cells[:sure], "high", *cells[sure + 1 :]])


def test_mentions_that_came_before_their_events_are_read_again_after_them(world: EventGraph, tmp_path: Path) -> None:
    store = tmp_path / "store"
    early = file(tmp_path, "early.mentions.CSV", mention(1), mention(2))
    late = file(tmp_path, "late.mentions.CSV", mention(9))
    for mentions in (early, late):
        imported(world, mentions, notes=ImportNotes(store))
    # As long as no event has come there is nothing to read again.
    assert imported(world, early, notes=ImportNotes(store)).skipped == 2
    imported(world, file(tmp_path, "1.export.CSV", gdelt(1, width=61)), notes=ImportNotes(store))
    found = imported(world, early, notes=ImportNotes(store))
    assert (found.stored, found.unmatched, found.skipped) == (1, 1, 0)
    # What was stored of mentions brings no event: the others still wait.
    found = imported(world, early, late, notes=ImportNotes(store))
    assert (found.unmatched, found.skipped) == (1, 2)
    assert imported(world, early, late, notes=ImportNotes(store)).skipped == 3


def test_an_empty_file_is_no_fault(world: EventGraph, tmp_path: Path) -> None:
    assert imported(world, file(tmp_path, "empty.export.CSV")) == ImportStep("")


@pytest.mark.parametrize(("added", "width"), [("20180602", 58), ("20180602233000", 61)])
def test_days_of_both_lengths(world: EventGraph, tmp_path: Path, added: str, width: int) -> None:
    imported(world, file(tmp_path, "e.csv", gdelt(1, added=added, width=width)))
    assert only(world).document.published == dt.date(2018, 6, 2)


def test_whoever_is_not_named(world: EventGraph, tmp_path: Path) -> None:
    rows = gdelt(1, actor="", actor_name=""), gdelt(2, target="", target_name=""), gdelt(3, actor="", target="---")
    found = imported(world, file(tmp_path, "e.csv", *rows))
    assert (found.stored, found.nobody) == (2, 1)
    assert reports_in(world) == [("rus-gov", "111", None, "2018-06-01"), ("unnamed-actor", "111", "usa", "2018-06-01")]


def test_bad_rows_are_told_and_the_others_stored(world: EventGraph, tmp_path: Path) -> None:
    rows = [gdelt(1), "1\t2\t3", gdelt(2, day="20181301"), gdelt("x"), gdelt(3, code="99"), gdelt(4)]
    path = file(tmp_path, "e.csv", *rows)
    found = imported(world, path)
    assert found.stored == 2
    assert [bad.where for bad in found.bad] == [
        f"{path}:2", f"{path}:3:SQLDATE", f"{path}:4:GLOBALEVENTID", f"{path}:5:EventCode",
    ]  # fmt: skip
    assert "3 fields" in found.bad[0].what
    assert "month must be in 1..12" in found.bad[1].what


def test_icews(world: EventGraph, tmp_path: Path) -> None:
    found = imported(world, file(tmp_path, "events.2018.tab", tabbed(ICEWS, [icews()])))
    assert (found.stored, found.bad, reports_in(world)) == (1, (), [("rus-mfa", "111", "usa", "2018-06-01")])
    document, report = only(world).document, only(world).reports[0]
    assert (document.source, dict(document.metadata)["dataset"], report.place) == (
        "Example Wire",
        "icews",
        "rus.moscow",
    )
    assert report.sentence == "Foreign Affairs (Russia) | Criticize or denounce | United States"


def test_icews_ids_come_back_on_another_day_and_rows_are_doubled(world: EventGraph, tmp_path: Path) -> None:
    rows = [icews(7), icews(7), icews(7, **{"Event Date": "2013-05-02"}), icews(8)]
    found = imported(world, file(tmp_path, "e.tab", tabbed(ICEWS, rows)))
    assert (found.stored, found.unchanged) == (3, 1)


def test_icews_of_2017_has_american_days_and_no_codes(world: EventGraph, tmp_path: Path) -> None:
    columns = [name for name in ICEWS if name != "CAMEO Code"]
    rows = [
        icews(1, **{"Event Date": "1/31/2017"}),
        icews(2, **{"Event Date": "12/1/2017", "Event Text": 'Meet at a "third" location'}),
        icews(3, **{"Event Text": "Wave a flag"}),
    ]
    path = file(tmp_path, "Events.2017.tab", tabbed(columns, rows))
    found = imported(world, path)
    assert reports_in(world) == [("rus-mfa", "044", "usa", "2017-12-01"), ("rus-mfa", "111", "usa", "2017-01-31")]
    assert [bad.where for bad in found.bad] == [f"{path}:4:Event Text"]


def test_icews_codes_that_are_no_numbers(world: EventGraph, tmp_path: Path) -> None:
    rows = [
        icews(1, **{"CAMEO Code": "13y", "Event Text": "Give ultimatum"}),
        icews(2, **{"CAMEO Code": "13y", "Event Text": "?"}),
        icews(3, **{"CAMEO Code": "43", "Event Text": "Host a visit"}),
    ]
    imported(world, file(tmp_path, "e.tab", tabbed(ICEWS, rows)))
    assert sorted(code for _, code, _, _ in reports_in(world)) == ["043", "13", "139"]


@pytest.mark.parametrize("nothing", ["NULL", "NA", "None", "", '"NULL"'])
def test_what_stands_for_nothing(world: EventGraph, tmp_path: Path, nothing: str) -> None:
    row = icews(**dict.fromkeys(("Target Name", "Target Sectors", "Target Country", "City", "Publisher"), nothing))
    imported(world, file(tmp_path, "e.tab", tabbed(ICEWS, [row])))
    assert reports_in(world) == [("rus-mfa", "111", None, "2018-06-01")]
    assert (only(world).document.source, only(world).reports[0].place) == ("ICEWS", "rus")


def test_quotation_marks_swallow_nothing(world: EventGraph, tmp_path: Path) -> None:
    outer = icews(1, **{"Source Sectors": '"Government,Foreign Ministry"', "Publisher": '"The ""Wire"""'})
    lone = icews(2, **{"Source Name": 'Ministry "(Russia)', "Publisher": "O'Wire"})
    found = imported(world, file(tmp_path, "e.tab", tabbed(ICEWS, [outer, lone, icews(3)])))
    assert (found.stored, found.bad) == (3, ())
    assert {each.document.source for each in world.extractions()} == {'The "Wire"', "O'Wire", "Example Wire"}


def test_lines_that_are_latin_1(world: EventGraph, tmp_path: Path) -> None:
    rows = [icews(1, Publisher="Agência"), icews(2)]
    found = imported(world, file(tmp_path, "e.tab", tabbed(ICEWS, rows), encoding="latin-1"))
    assert (found.stored, {each.document.source for each in world.extractions()}) == (2, {"Agência", "Example Wire"})


def test_icews_names_as_packages_of_r_have_them(world: EventGraph, tmp_path: Path) -> None:
    for number, respelled in enumerate(
        (lambda name: name.replace(" ", "."), lambda name: name.lower().replace(" ", "_"))
    ):
        names = {name: respelled(name) for name in ICEWS}
        rows = [{names[name]: cell for name, cell in icews(number).items()}]
        assert imported(world, file(tmp_path, f"{number}.csv", quoted(list(names.values()), rows))).stored == 1


def test_reduced_icews(world: EventGraph, tmp_path: Path) -> None:
    line = "20180601\tRUS\t365\tGOV\tUSA\t2\t---\t111\t-2.0\t3"
    nobody = "20180601\t---\t0\t---\t---\t997\t---\t111\t-2.0\t3"
    stateless = "20180602\t---\t0\tMIL\tRUS\t365\t---\t111\t-2.0\t3"
    found = imported(world, file(tmp_path, "reduced.ICEWS.events.2018.txt", line, nobody, stateless))
    armed = ("cameo-mil", "111", "rus", "2018-06-02")
    assert (found.nobody, reports_in(world)) == (1, sorted([CRITICISM, armed]))


def test_polecat(world: EventGraph, tmp_path: Path) -> None:
    several = polecat("E2", **{"Country": "SYR;TUR", "Actor Country": "RUS; USA", "Contexts": "military|economic"})
    # Lines end in tabs more than the header has, and a name has an apostrophe.
    text = tabbed(POLECAT, [polecat("E1", **{"Recipient Name": "Syria's people"}), several]).replace("\nE", "\t\t\nE")
    found = imported(world, file(tmp_path, "ngecEvents.DV.2018.txt", text))
    assert (found.stored, found.bad) == (2, ())
    assert {report[:2] for report in reports_in(world)} == {("sergei-lavrov", "042")}
    assert {each.reports[0].place for each in world.extractions()} == {"syr.damascus"}


def test_polecat_has_an_event_in_several_rows(world: EventGraph, tmp_path: Path) -> None:
    columns = ["Intensity" if name == "Event Intensity" else name for name in POLECAT]
    rows = [polecat("E1"), polecat("E1", **{"Recipient Name": "Turkey", "Recipient Country": "TUR"}), polecat("E1")]
    text = tabbed(columns, [row | {"Intensity": "1"} for row in rows])
    found = imported(world, file(tmp_path, "ngecEvents.txt", text))
    assert (found.stored, found.unchanged) == (2, 1)
    assert {target for _, _, target, _ in reports_in(world)} == {"syr", "tur"}


def test_polecat_type_and_mode_are_our_action(world: EventGraph, tmp_path: Path) -> None:
    kinds = {
        ("AGREE", "", "economic"): "0311", ("ASSAULT", "None", "None"): "18", ("ACCUSE", "disapprove", ""): "11",
        ("CONSULT", "phone", ""): "041", ("SANCTION", "expel", ""): "16", ("PROTEST", "riot", ""): "145",
    }  # fmt: skip
    for number, ((kind, mode, context), code) in enumerate(kinds.items()):
        row = polecat(number, **{"Event Type": kind, "Event Mode": mode, "Contexts": context})
        imported(world, file(tmp_path, f"{number}.txt", tabbed(POLECAT, [row])))
        found = next(each for each in world.extractions() if dict(each.document.metadata)["identifier"] == str(number))
        assert actions()[found.reports[0].action].cameo.startswith(code), (kind, mode)


def test_phoenix_and_cline(world: EventGraph, tmp_path: Path) -> None:
    head = (
        "eid,story_date,year,month,day,source,source_root,source_agent,source_others,target,target_root,target_agent,"
    )
    head += "target_others,code,root_code,quad_class,goldstein,joined_issues,lat,lon,placename,statename,"
    head += "countryname,aid,process"
    cells = dict.fromkeys(head.split(","), "") | {
        "eid": "77",
        "story_date": "6/1/2018",
        "source": "RUSGOV",
        "target": "USA",
    }
    cells |= {"code": "111", "placename": "Moscow", "countryname": "Russia"}
    own = file(tmp_path, "events.full.txt", phoenix(), phoenix("1_v0.2.0", SourceActorFull="---GOV"))
    found = imported(world, own, file(tmp_path, "PhoenixNYT.csv", head, ",".join(cells.values())))
    assert (found.stored, found.bad) == (3, ())
    assert reports_in(world) == [CRITICISM, CRITICISM, ("unnamed-gov", "111", "usa", "2018-06-01")]
    assert {dict(each.document.metadata)["dataset"] for each in world.extractions()} == {"phoenix", "cline"}
    assert {(each.document.source, each.document.url) for each in world.extractions()} == {
        ("wire_a", "http://a.example/1"), ("Cline Center", ""),
    }  # fmt: skip
    assert {each.reports[0].place for each in world.extractions()} == {"rus.moscow"}


def test_output_of_petrarch_has_seven_columns_or_eight(world: EventGraph, tmp_path: Path) -> None:
    short = "20180601\tRUSGOV\tUSA\t111\t\tAFP0801020030_1\twire"
    long = "20180601\tRUSGOV\tUSA\t112\tISSUE,1\tAFP0801020030_2;AFP_3\thttp://a.example/1\twire"
    found = imported(world, file(tmp_path, "evts.txt", short, long))
    assert (found.stored, found.bad) == (2, ())
    assert {(each.document.source, each.document.url) for each in world.extractions()} == {
        ("wire", ""), ("wire", "http://a.example/1"),
    }  # fmt: skip


def test_ucdp_with_tags_below_the_header_and_lines_in_cells(world: EventGraph, tmp_path: Path) -> None:
    columns = [*UCDP_COLUMNS[:34], "iso3", *UCDP_COLUMNS[34:]]
    tags = dict.fromkeys(columns, "") | {"year": "#date+year", "side_a": "#group+name+first"}
    rows = [
        tags,
        ucdp(1, iso3="SYR", source_article='"Example Wire,2018-06-02,""Shelling\nkills"""'),
        ucdp(2, iso3="SYR", type_of_violence="3", side_a="IS", gwnoa="", side_b="Civilians"),
        ucdp(3, iso3="SYR", type_of_violence="2", side_a="Villagers of X", gwnoa="", side_b="Villagers of Y"),
        ucdp(4, iso3="SYR", type_of_violence="9"),
    ]
    path = file(tmp_path, "ged.csv", quoted(columns, rows))
    found = imported(world, path)
    assert (found.stored, found.nobody) == (3, 0)
    # The line on which the row begins, though a cell before it has two.
    assert [bad.where for bad in found.bad] == [f"{path}:7:type_of_violence"]
    assert reports_in(world) == [
        ("isis", "180", "syr-cvl", "2018-06-01"), ("syr-gov", "190", "isis", "2018-06-01"),
        ("villagers-of-x", "190", "villagers-of-y", "2018-06-01"),
    ]  # fmt: skip
    assert {each.reports[0].date_end for each in world.extractions()} == {dt.date(2018, 6, 3)}
    assert {each.document.title for each in world.extractions()} == {"Shelling kills four"}


def test_ucdp_without_a_header(world: EventGraph, tmp_path: Path) -> None:
    text = quoted(UCDP_COLUMNS, [ucdp(1)]).partition("\n")[2]
    assert imported(world, file(tmp_path, "GEDEvent_v24_0_1.csv", text)).stored == 1


MAP = """
dataset = "mine"
label = "My table"
date_format = "%d %B %Y"
[columns]
id = "nr"
date = "when"
actor = "who"
target = "whom"
action = "what"
country = "where"
[actors]
scheme = "cow"
countries = "iso3"
[actions]
values = { "Summit" = "042", "Insult" = "criticizes" }
"""


def test_a_table_of_ones_own(world: EventGraph, tmp_path: Path) -> None:
    columns = file(tmp_path, "map.toml", MAP)
    rows = "nr,when,who,whom,what,where", "1,01 June 2018,365,2,Summit,SYR", "2,01 June 2018,365,999,Summit,CHE"
    path = file(tmp_path, "mine.csv", *rows, "3,05 May 1985,365,2,Insult,CHE", "4,yesterday,365,2,Insult,CHE")
    found = imported(world, path, columns=columns)
    # Under one number states follow each other.
    assert reports_in(world) == [("rus", "042", "usa", "2018-06-01"), ("sun", "111", "usa", "1985-05-05")]
    # The states of this world are few, and Switzerland is none of them.
    assert sorted(str(each.reports[0].place) for each in world.extractions()) == ["None", "syr"]
    assert [bad.where for bad in found.bad] == [f"{path}:3:target", f"{path}:5:when"]
    assert {each.document.source for each in world.extractions()} == {"My table"}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (("date = ", "dat = "), "columns.date: Field required"),
        (('scheme = "cow"', 'scheme = "cows"'), "actors.scheme"),
        (('dataset = "mine"', 'dataset = "my own"'), "dataset"),
        (('"who"', "who"), "Invalid value"),
    ],
)
def test_a_map_that_is_wrong(tmp_path: Path, change: tuple[str, str], what: str) -> None:
    path = file(tmp_path, "map.toml", MAP.replace(*change))
    with pytest.raises(ValueError, match=what) as raised:
        column_map(path)
    assert str(path) in str(raised.value)


def test_a_map_of_columns_that_are_not_there(world: EventGraph, tmp_path: Path) -> None:
    found = imported(world, file(tmp_path, "t.csv", "nr,when\n1,2"), columns=file(tmp_path, "map.toml", MAP))
    assert "actor = 'who'" in found.bad[0].what


def test_files_of_no_known_form_keep_no_others_out(world: EventGraph, tmp_path: Path) -> None:
    hive = file(tmp_path, "hive.csv", "1979\x01\x01BWA\x01043\x01043\x0104\x012.8\x012")
    found = imported(world, hive, file(tmp_path, "e.csv", gdelt(1)))
    assert (found.stored, [bad.where for bad in found.bad]) == (1, [str(hive)])
    assert "8 columns" in found.bad[0].what


def test_a_form_that_the_table_has_not(world: EventGraph, tmp_path: Path) -> None:
    found = imported(world, file(tmp_path, "e.csv", gdelt(1)), form="icews")
    assert found.bad[0].what == "the table is gdelt, not icews: leave out --as"


def test_archives(world: EventGraph, tmp_path: Path) -> None:
    packed = tmp_path / "20180601.export.CSV.gz"
    packed.write_bytes(gzip.compress(f"{gdelt(1)}\n".encode()))
    with zipfile.ZipFile(tmp_path / "years.zip", "w") as archive:
        archive.writestr("README.md", "no table")
        archive.writestr("a/2018.txt", tabbed(ICEWS, [icews(1)]))
        archive.writestr("b/2019.txt", tabbed(ICEWS, [icews(2)]))
    assert imported(world, packed, tmp_path / "years.zip").stored == 3


_ROWS = "".join(f"{gdelt(number, actor_name=f'NAME {number}')}\n" for number in range(3))


@pytest.mark.parametrize(
    "content",
    [
        bz2.compress(_ROWS.encode()),
        lzma.compress(_ROWS.encode()),
        gzip.compress(gzip.compress(_ROWS.encode())),
        _ROWS.replace("\n", "\r").encode(),
        _ROWS.encode("utf-16"),
        codecs.BOM_UTF16_BE + _ROWS.encode("utf-16-be"),
        _ROWS.encode("utf-16-le"),
        _ROWS.replace("\n", "\r").encode("utf-16"),
    ],
    ids=["bz2", "xz", "gz twice", "ends of old", "UTF-16", "UTF-16BE", "UTF-16 without mark", "both"],
)
@pytest.mark.parametrize("zipped", [False, True])
def test_what_bytes_a_table_comes_in(world: EventGraph, tmp_path: Path, content: bytes, zipped: bool) -> None:
    path = tmp_path / "table"
    if zipped:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("e.csv", content)
    else:
        path.write_bytes(content)
    assert imported(world, path) == ImportStep("", stored=3)


def test_rows_longer_than_a_piece_are_whole_in_utf_16(world: EventGraph, tmp_path: Path) -> None:
    names = [f"{'Ж' * 20_001}{number}" for number in range(9)]
    rows = "".join(f"{gdelt(number, actor_name=name)}\n" for number, name in enumerate(names))
    (tmp_path / "t.txt").write_bytes(rows.encode("utf-16"))
    assert imported(world, tmp_path / "t.txt") == ImportStep("", stored=9)
    assert {each.document.text.partition(" | ")[0] for each in world.extractions()} == set(names)


def _zip_of(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, content)
    return made.getvalue()


def _tar() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("e.csv"))
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (_tar(), "a tar archive: unpack it first"),
        (_zip_of("e.zip", _zip_of("e.csv", b"1")), "a zip within another"),
        (b"\x28\xb5\x2f\xfd" + bytes(range(256)), "packed with Zstandard: unpack it first"),
        (_zip_of("[Content_Types].xml", b"<Types/>"), "of a workbook, save the sheet as CSV"),
        (
            _zip_of("e.csv", b"1").replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"),
            "unpack it first",
        ),
        (b"PAR1" + bytes(range(256)), "Parquet"),
        (b"\xd0\xcf\x11\xe0" + bytes(range(256)), "save the sheet as CSV"),
    ],
    ids=["tar", "zip in zip", "zstd", "xlsx", "password", "parquet", "xls"],
)
def test_what_is_no_table_is_called_by_its_name(world: EventGraph, tmp_path: Path, content: bytes, what: str) -> None:
    (tmp_path / "table").write_bytes(content)
    found = imported(world, tmp_path / "table", file(tmp_path, "e.csv", gdelt(1)))
    assert (found.stored, len(found.bad)) == (1, 1)
    assert what in found.bad[0].what


@pytest.mark.parametrize("cell", ["\x1b[2J" + "x" * 10_000, "y" * 1_000_000])
def test_messages_show_little_of_a_cell_and_nothing_that_a_terminal_obeys(
    world: EventGraph, tmp_path: Path, cell: str
) -> None:
    head = tabbed(ICEWS, [icews(1, **{"Event Date": cell})]).replace("Event Date", "Event\x1b Date", 1)
    for table in (head, f"{cell}\n", gdelt(cell), gdelt(1, code=cell)):
        (bad,) = imported(world, file(tmp_path, "t.txt", table)).bad
        assert len(bad.what) < 300
        assert f"{bad.where} {bad.what}".isprintable()


def test_tables_that_were_joined_have_their_header_again(world: EventGraph, tmp_path: Path) -> None:
    joined = file(tmp_path, "joined.tab", tabbed(ICEWS, [icews(1)]), tabbed(ICEWS, [icews(2)]))
    assert imported(world, joined) == ImportStep("", stored=2)


def test_excel_writes_above_all_what_divides_the_cells(world: EventGraph, tmp_path: Path) -> None:
    rows = tabbed(ICEWS, [icews(1), icews(2, **{"Event Date": "never"})]).replace(",", " ").replace("\t", ";")
    found = imported(world, file(tmp_path, "t.csv", "sep=;", rows))
    assert (found.stored, [bad.where for bad in found.bad]) == (1, [f"{tmp_path}/t.csv:4:Event Date"])


def test_a_first_row_that_is_bad_does_not_hide_the_form(world: EventGraph, tmp_path: Path) -> None:
    found = imported(world, file(tmp_path, "e.csv", "1\t2", gdelt(1)))
    assert (found.stored, [bad.where for bad in found.bad]) == (1, [f"{tmp_path}/e.csv:1"])


@pytest.mark.parametrize("day", ["2018/06/01", "2018/6/1", "20180601.0", "2018/06/01 10:00", "1.6.2018", "01.06.2018"])
def test_days_that_can_be_read_in_one_way(world: EventGraph, tmp_path: Path, day: str) -> None:
    imported(world, file(tmp_path, "i.tab", tabbed(ICEWS, [icews(1, **{"Event Date": day})])))
    assert [each[3] for each in reports_in(world)] == ["2018-06-01"]


@pytest.mark.parametrize(
    ("written", "country", "actor"),
    [
        ("Russian Federation", "Russian Federation", "rus"),
        ("Federation, Russian", "Russian Federation", "rus"),
        ("America, United States of", "United States", "usa"),
        ("Lavrov, Sergei", "Russian Federation", "sergei-lavrov"),
        ("Lavrov,Sergei", "NA", "sergei-lavrov"),
        ("Unspecified Actor", "NA", None),
    ],
)
def test_a_name_is_read_as_it_stands_or_round_its_comma(
    world: EventGraph, tmp_path: Path, written: str, country: str, actor: str | None
) -> None:
    row = icews(1, **{"Target Name": written, "Target Country": country, "Target Sectors": ""})
    imported(world, file(tmp_path, "i.tab", tabbed(ICEWS, [row])))
    assert [each[2] for each in reports_in(world)] == [actor]


def test_a_row_of_actors_that_are_not_specified_names_nobody(world: EventGraph, tmp_path: Path) -> None:
    nobody = dict.fromkeys(("Source Name", "Target Name"), "Unspecified Actor")
    empty = dict.fromkeys(("Source Country", "Target Country", "Source Sectors", "Target Sectors"), "")
    found = imported(world, file(tmp_path, "i.tab", tabbed(ICEWS, [icews(1, **nobody, **empty), icews(2)])))
    assert (found.stored, found.nobody) == (1, 1)


@pytest.mark.parametrize(
    ("days", "read", "bad"),
    [
        (["1/6/2018", "13/6/2018"], ["2018-06-01", "2018-06-13"], []),
        (["1/6/2018", "6/13/2018"], ["2018-01-06", "2018-06-13"], []),
        (["1/6/2018", "2/6/2018"], ["2018-01-06", "2018-02-06"], []),
        (["1/6/2018 10:00", "31/12/2018 9:00"], ["2018-06-01", "2018-12-31"], []),
        (["2018-06-02", "13/06/2018", "1/6/2018"], ["2018-06-01", "2018-06-02", "2018-06-13"], []),
        (["13/6/2018", "6/14/2018"], ["2018-06-13"], [3]),
    ],
)
def test_whether_day_or_month_comes_first_is_told_by_the_table(
    world: EventGraph, tmp_path: Path, days: list[str], read: list[str], bad: list[int]
) -> None:
    rows = tabbed(ICEWS, [icews(number, **{"Event Date": day}) for number, day in enumerate(days)])
    found = imported(world, file(tmp_path, "i.tab", rows))
    assert sorted(each[3] for each in reports_in(world)) == read
    assert [each.where for each in found.bad] == [f"{tmp_path}/i.tab:{line}:Event Date" for line in bad]


def test_a_table_in_order_of_days_tells_late_which_comes_first(world: EventGraph, tmp_path: Path) -> None:
    days = [*["1/2/2018"] * 200, "13/2/2018"]
    rows = tabbed(ICEWS, [icews(number, **{"Event Date": day}) for number, day in enumerate(days)])
    imported(world, file(tmp_path, "i.tab", rows))
    assert {each[3] for each in reports_in(world)} == {"2018-02-01", "2018-02-13"}


def test_a_map_that_has_a_form_of_days_is_obeyed(world: EventGraph, tmp_path: Path) -> None:
    columns = file(tmp_path, "map.toml", MAP.replace("%d %B %Y", "%d/%m/%Y"))
    path = file(tmp_path, "mine.csv", "nr,when,who,whom,what,where", "1,13/6/2018,365,2,Summit,CHE")
    assert imported(world, path, columns=columns).stored == 1
    without = file(tmp_path, "other.toml", MAP.replace('date_format = "%d %B %Y"', ""))
    path = file(
        tmp_path,
        "other.csv",
        "nr,when,who,whom,what,where",
        "2,13/6/2018,365,2,Summit,CHE",
        "3,1/6/2018,365,2,Summit,CHE",
    )
    assert imported(world, path, columns=without).stored == 2
    assert sorted(each[3] for each in reports_in(world)) == ["2018-06-01", "2018-06-13", "2018-06-13"]


@pytest.mark.parametrize("packed", ["gz", "zip", "plain"])
def test_a_line_without_end_is_refused_before_it_is_in_memory(
    world: EventGraph, tmp_path: Path, packed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.graph.imports.files.LONGEST_LINE", 1 << 16)
    rows = "".join(f"{gdelt(number, actor_name=f'NAME {number}')}\n" for number in range(40)).encode()
    for name, content in (("later", rows + bytes(1 << 26)), ("at once", bytes(1 << 26))):
        path = tmp_path / name
        if packed == "gz":
            path.write_bytes(gzip.compress(content, 1))
        elif packed == "zip":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("table.csv", content)
        else:
            path.write_bytes(content)
    tracemalloc.start()
    found, at_once = imported(world, tmp_path / "later"), imported(world, tmp_path / "at once")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.stored, at_once.stored) == (40, 0)
    assert "a line is longer than" in found.bad[0].what and "a line is longer than" in at_once.bad[0].what
    assert most < 1 << 25


@pytest.mark.parametrize("cell", ['"' + "x" * 3000 + '"', "a\rb"], ids=["too long", "a lone end of line"])
def test_what_is_no_row_between_commas_is_told_and_ends_its_table_alone(
    world: EventGraph, tmp_path: Path, cell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.graph.imports.delimited._LONGEST_CELL", 2000)
    for name, lines in (("later.csv", [gdelt(1), gdelt(2)]), ("whole.csv", [gdelt(3)])):
        rows = [",".join(f'"{field}"' if "," in field else field for field in line.split("\t")) for line in lines]
        if name == "later.csv":
            rows.append(rows[0].replace(rows[0].split(",")[0], cell, 1))
        (tmp_path / name).write_text("\n".join(rows) + "\n", "utf-8", newline="")
    found = imported(world, tmp_path / "later.csv", tmp_path / "whole.csv")
    assert "damaged from here on" in found.bad[0].what


def test_a_damaged_archive_gives_what_is_whole(world: EventGraph, tmp_path: Path) -> None:
    lines = "".join(f"{gdelt(number, actor_name=f'NAME {number}')}\n" for number in range(2000))
    whole = gzip.compress(lines.encode())
    (tmp_path / "cut.gz").write_bytes(whole[: len(whole) // 2])
    found = imported(world, tmp_path / "cut.gz")
    assert found.stored > 100
    assert "damaged from here on" in found.bad[0].what


def test_archives_that_hold_nothing_keep_no_others_out(world: EventGraph, tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    found = imported(world, tmp_path / "broken.zip", tmp_path / "empty.zip", file(tmp_path, "e.csv", gdelt(1)))
    assert [bad.where for bad in found.bad] == [str(tmp_path / name) for name in ("broken.zip", "empty.zip")]
    assert "no table" in found.bad[1].what


def test_what_is_in_is_passed_over(world: EventGraph, tmp_path: Path) -> None:
    path, store = file(tmp_path, "e.csv", gdelt(1), gdelt(2)), tmp_path / "store"
    assert imported(world, path, notes=ImportNotes(store)).stored == 2
    assert imported(world, path, notes=ImportNotes(store)).skipped == 2
    # Under another name it is the same table; what has grown is another.
    assert imported(world, path.rename(tmp_path / "f.csv"), notes=ImportNotes(store)).skipped == 2
    grown = file(tmp_path, "f.csv", gdelt(1), gdelt(2), gdelt(3))
    found = imported(world, grown, notes=ImportNotes(store))
    assert (found.stored, found.unchanged) == (1, 2)
    assert imported(world, grown, notes=ImportNotes(store, again=True)).unchanged == 3


def test_a_run_goes_on_where_it_was_stopped(world: EventGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.graph.imports.running.ROWS_AT_ONCE", 2)
    path, store = file(tmp_path, "e.csv", *map(gdelt, range(7))), tmp_path / "store"
    steps: list[ImportStep] = []

    def stop_at_the_second(step: ImportStep) -> None:
        steps.append(step)
        if len(steps) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_tables(world, planned_import([path], form=None, columns=None), stop_at_the_second, ImportNotes(store))
    assert [step.stored for step in steps] == [2, 2]
    found = imported(world, path, notes=ImportNotes(store))
    assert (found.skipped, found.unchanged, found.stored) == (4, 0, 3)
    assert len(list(world.extractions())) == 7


def test_the_order_of_rows_and_files_changes_nothing(tmp_path: Path) -> None:
    rows = [gdelt(number, actor=code) for number, code in enumerate(("kur", "RUSGOV", "USAELI", "RUS", "IGOUNO"))]
    written = []
    for name, order in (("one", rows), ("two", rows[::-1])):
        with graph.open(tmp_path / name, actors=ACTORS, actions=actions()) as opened:
            for number, row in enumerate(order):
                imported(opened, file(tmp_path, f"{name}{number}.csv", row))
            target = tmp_path / f"{name}.nq"
            opened.export("nquads", target)
            written.append(sorted(target.read_bytes().splitlines()))
    assert written[0] == written[1]


def test_what_is_imported_meets_the_shapes(world: EventGraph, tmp_path: Path) -> None:
    imported(
        world,
        file(tmp_path, "g.csv", gdelt(1, actor="kur", actor_name="KURD"), gdelt(2, day="20180701"), gdelt(3, actor="")),
        file(tmp_path, "i.tab", tabbed(ICEWS, [icews(1, **{"Source Name": "Ivan Somebody"})])),
        file(tmp_path, "u.csv", quoted(UCDP_COLUMNS, [ucdp()])),
        file(tmp_path, "p.txt", tabbed(POLECAT, [polecat(**{"Actor Name": "John Nobody"})])),
    )
    validation = world.validate()
    assert validation.conforms, validation


def test_gdelt_icews_and_our_reading_stand_side_by_side(world: EventGraph, tmp_path: Path) -> None:
    row = icews(1, **{"Source Name": "Russia", "Source Sectors": ""})
    imported(world, file(tmp_path, "g.csv", gdelt(1)), file(tmp_path, "i.tab", tabbed(ICEWS, [row])))
    (event,) = world.events()
    assert event.reports == 2
    assert {dict(each.document.metadata)["dataset"] for each in world.extractions()} == {"gdelt", "icews"}


def test_rows_in_the_table_alone_are_counted_like_others(world: EventGraph, tmp_path: Path) -> None:
    imported(world, file(tmp_path, "own.csv", gdelt(1)), form="gdelt")
    rows = [gdelt(1), gdelt(1), gdelt(2), "bad", gdelt(3, "20180701", target="SYR"), gdelt(4, actor="", target="")]
    path = file(tmp_path, "e.csv", *rows)
    found = loaded(world, path)
    assert (found.stored, found.unchanged, found.nobody, [bad.where for bad in found.bad]) == (3, 1, 1, [f"{path}:4"])
    reports_in = sorted((row.source, row.cameo, row.target or "", row.reports, row.datasets) for row in world.rows())
    assert reports_in == [
        ("rus", "111", "syr", 1, ("gdelt",)),
        ("rus", "111", "usa", 1, ("gdelt",)),
        ("rus", "111", "usa", 2, ("gdelt",)),
    ]  # fmt: skip
    identifiers = [(row.identifier, row.url, row.document != "") for row in world.report_rows()]
    assert sorted(identifiers)[:2] == [
        ("1", "http://www.news.example/one", False), ("1", "http://www.news.example/one", True),
    ]  # fmt: skip
    assert len(list(world.extractions())) == 1


def test_what_is_in_the_table_alone_is_passed_over_and_outlives_its_making_anew(tmp_path: Path) -> None:
    path = file(tmp_path, "e.csv", gdelt(1), gdelt(2, target="SYR"), "bad")
    for expected in ((2, 0), (0, 3)):
        with graph.open(tmp_path / "store", actors=ACTORS, actions=actions()) as opened:
            found = loaded(opened, path)
            assert (found.stored, found.skipped) == expected
            assert [row.target for row in opened.rows()] == ["syr", "usa"] or [row.target for row in opened.rows()] == [
                "usa",
                "syr",
            ]
            opened.assemble()
    with graph.open(tmp_path / "store", actors=ACTORS, actions=actions()) as opened:
        opened.unload("gdelt")
        assert list(opened.rows()) == []
        assert loaded(opened, path).stored == 2


def test_large_files_are_read_in_another_process(
    world: EventGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.graph.imports.loading.LARGE", 0)
    path = file(tmp_path, "e.csv", *map(gdelt, range(6_000)), "bad")
    steps: list[ImportStep] = []
    plan = planned_import([path], form=None, columns=None)
    load_tables(world, plan, steps.append, processes=2)
    found = summed(steps)
    assert (found.stored, [bad.where for bad in found.bad]) == (6_000, [f"{path}:6001"])
    assert [row.reports for row in world.rows()] == [6_000]
    assert loaded(world, path).skipped == 6_001
    assert plan.size == path.stat().st_size
    # Who is stopped leaves no process behind.
    with pytest.raises(KeyboardInterrupt), RowsOfProcess(ACTORS, plan, steps.append, {}) as rows:
        assert next(rows.batches()).reports
        raise KeyboardInterrupt
    assert multiprocessing.active_children() == []
    missing = replace(plan, tables=(replace(plan.tables[0], path=tmp_path / "gone.csv"),))
    monkeypatch.setattr(type(plan), "size", 1)
    # What goes wrong there is raised here.
    with pytest.raises(FileNotFoundError):
        load_tables(world, missing, steps.append, processes=2)


_WITHOUT_A_GUARD = """
from pathlib import Path
from communique import graph
from communique.graph import load_tables, planned_import
from communique.graph.imports import loading
from communique.ontology.actors import gazetteer
from communique.ontology.lexicon import actions
loading.LARGE = 0
with graph.open(Path("store"), actors=gazetteer().actors, actions=actions()) as opened:
    load_tables(opened, planned_import([Path("e.csv")], form=None, columns=None), print, processes=2)
"""


def test_a_reading_process_that_cannot_begin_is_not_waited_for(tmp_path: Path) -> None:
    file(tmp_path, "e.csv", *map(gdelt, range(9)))
    # Such a process runs the script again, and finds the store in use.
    (tmp_path / "script.py").write_text(_WITHOUT_A_GUARD)
    done = subprocess.run(
        [sys.executable, "script.py"], check=False, cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith("has died: import again, what is in will be passed over")


@pytest.mark.parametrize(("many", "skipped"), [(20_000, 0), (2, 4)])
def test_a_load_that_is_stopped_leaves_nothing_of_few_rows_and_goes_on_with_many(
    world: EventGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int, skipped: int
) -> None:
    monkeypatch.setattr("communique.graph.imports.loaded_rows.ROWS_AT_ONCE", 2)
    monkeypatch.setattr("communique.graph.table.encoding.BATCH", 2)
    monkeypatch.setattr("communique.graph.table.loads.MANY", many)
    monkeypatch.setattr("communique.graph.table.loads.TOGETHER", 2)
    path = file(tmp_path, "e.csv", *map(gdelt, range(9)))
    reports_in = 0

    def stop(step: ImportStep) -> None:
        nonlocal reports_in
        reports_in += step.stored
        if reports_in == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_tables(world, planned_import([path], form=None, columns=None), stop)
    assert list(world.rows()) == []
    found = loaded(world, path)
    assert (found.skipped, found.stored) == (skipped, 9 - skipped)
    assert sum(row.reports for row in world.rows()) == 9


@pytest.mark.parametrize("form", ["gdelt", "gdelt1", "icews", "polecat"])
def test_what_is_exported_in_a_layout_comes_back(world: EventGraph, tmp_path: Path, form: str) -> None:
    rows = [
        gdelt(1, place=("4", "Moscow, Moskva, Russia", "RS")),
        gdelt(2, actor="TURMIL", code="190", target="IMGMUSISI", day="20180602"),
        gdelt(3, actor="IGOUNO", code="040", target="", target_name=""),
        gdelt(4, actor="SYROPP", code="112", target="SYRGOV", day="20180603"),
    ]
    imported(world, file(tmp_path, "e.csv", *rows))
    world.export(form, tmp_path / "exported")
    with graph.open(tmp_path / "other", actors=ACTORS, actions=actions()) as other:
        found = imported(other, tmp_path / "exported")
        assert (found.stored, found.bad) == (4, ())
        # A PLOVER type stands for several codes of one root.
        digits = 2 if form == "polecat" else 4
        assert sides(other, digits) == sides(world, digits)
        assert {report.place for each in other.extractions() for report in each.reports} == {"rus.moscow", None}


def sides(stored: EventGraph, digits: int) -> list[tuple[object, ...]]:
    return sorted((row.date, row.source, row.cameo[:digits], row.target or "") for row in stored.rows())


SAMPLES = {
    "gdelt1/spark-gdelt_events1_57+58.csv": 100,
    "gdelt1/gdelt-demo_events_58then57_last300.csv": 300,
    "gdelt2/spark-gdelt_events.csv": 100,
    "gdelt2/spark-gdelt_eventsT.csv": 100,
    "gdelt2/gdelt_fetcher_20250807220000.export_4rows.CSV": 4,
    "icews/icews-R_events.2018.sample_first300.tab": 299,
    "ucdp/hdx_conflict_data_ukr_first.csv": 298,
    "polecat/POLECAT_header_Intensity.HEADER-ONLY.txt": 0,
    "phoenix/ClineCenter_Phoenix.HEADER-ONLY.csv": 0,
    "gdelt1/GDELT.MASTERREDUCEDV2.HEADER-ONLY.txt": 0,
}


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_go_in_without_a_word(world: EventGraph, name: str) -> None:
    path = FORMATS / name
    if not path.is_file():
        pytest.skip(f"../shared/formats/{name} is not there to read")
    found = imported(world, path)
    assert found.bad == ()
    assert found.stored + found.nobody == SAMPLES[name]
    assert found.nobody <= SAMPLES[name] * 0.02
