"""Small tables of other people's event data, invented, in the forms that real ones have."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from communique.graph.imports.gdelt import MENTIONS, WIDTHS
from communique.graph.imports.phoenix import PHOENIX
from communique.graph.imports.ucdp import COLUMNS as UCDP

ICEWS = (
    "Event ID,Event Date,Source Name,Source Sectors,Source Country,Event Text,CAMEO Code,Intensity,Target Name,"
    "Target Sectors,Target Country,Story ID,Sentence Number,Publisher,City,District,Province,Country,Latitude,Longitude"
).split(",")
POLECAT = (
    "Event ID,Event Date,Event Type,Event Mode,Event Intensity,Quad Code,Contexts,Actor Name,Actor Country,Actor COW,"
    "Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,Recipient Name,"
    "Recipient Country,Recipient COW,Primary Recipient Sector,Recipient Sectors,Recipient Title,Recipient Name Raw,"
    "Wikipedia Recipient ID,Placename,City,District,Province,Country,Latitude,Longitude,GeoNames ID,Raw Placename,"
    "Feature Type,Source,Publication Date,Story People,Story Organizations,Story Locations,Language,Version"
).split(",")


def gdelt(
    identifier: object = 1,
    day: str = "20180601",
    actor: str = "RUSGOV",
    actor_name: str = "RUSSIA",
    code: str = "111",
    target: str = "USA",
    target_name: str = "UNITED STATES",
    *,
    width: int = 58,
    place: tuple[str, str, str] = ("", "", ""),
    added: str = "20180602",
    url: str = "http://www.news.example/one",
) -> str:
    """Give a line of GDELT of a number of columns."""
    at, cells = WIDTHS[width], [""] * width
    values = (str(identifier), day, actor, actor_name, target, target_name, code, *place, added)
    for column, value in zip(at, values, strict=False):
        cells[column] = value
    if at.url >= 0:
        cells[at.url] = url
    return "\t".join(cells)


def mention(identifier: object = 1, url: str = "http://other.example/two") -> str:
    """Give a line of GDELT's mentions; the last two of its columns are empty."""
    cells = dict.fromkeys(MENTIONS, "")
    cells |= {"GLOBALEVENTID": str(identifier), "EventTimeDate": "20180602000000", "MentionTimeDate": "20180603120000"}
    cells |= {"MentionType": "1", "MentionSourceName": "other.example", "MentionIdentifier": url, "Confidence": "40"}
    return "\t".join(cells.values())


def icews(identifier: object = 7, **more: str) -> dict[str, str]:
    """Give the cells of a row of ICEWS by column."""
    cells = dict.fromkeys(ICEWS, "")
    cells |= {"Event ID": str(identifier), "Event Date": "2018-06-01", "Source Name": "Foreign Affairs (Russia)"}
    cells |= {"Source Sectors": "Government,Foreign Ministry,Executive", "Source Country": "Russian Federation"}
    cells |= {"Event Text": "Criticize or denounce", "CAMEO Code": "111", "Intensity": "-2"}
    cells |= {"Target Name": "United States", "Target Country": "United States", "Publisher": "Example Wire"}
    return cells | {"Country": "Russian Federation", "City": "Moscow"} | more


def polecat(identifier: object = "E1", **more: str) -> dict[str, str]:
    """Give the cells of a row of POLECAT by column; ``None`` stands for nothing."""
    cells = dict.fromkeys(POLECAT, "None")
    cells |= {"Event ID": str(identifier), "Event Date": "2018-06-01", "Event Type": "CONSULT", "Event Mode": "visit"}
    cells |= {"Actor Name": "Sergei Lavrov", "Actor Country": "RUS", "Primary Actor Sector": "GOV"}
    cells |= {"Recipient Name": "Syria", "Recipient Country": "SYR", "Publication Date": "2018-06-02"}
    return cells | {"Country": "SYR", "City": "Damascus", "Source": "Example Wire"} | more


def phoenix(identifier: object = "0_v0.2.0", **more: str) -> str:
    """Give a line of Phoenix."""
    cells = dict.fromkeys(PHOENIX, "")
    cells |= {"EventID": str(identifier), "Date": "20180601", "SourceActorFull": "RUSGOV", "TargetActorFull": "USA"}
    cells |= {"EventCode": "111", "EventRootCode": "11", "CountryCode": "RUS", "LocationName": "Moscow"}
    cells |= {"URLs": "http://a.example/1;http://b.example/2", "NewsSources": "wire_a;wire_b"}
    return "\t".join((cells | more).values())


def ucdp(identifier: object = 11, **more: str) -> dict[str, str]:
    """Give the cells of a row of UCDP GED by column."""
    cells = dict.fromkeys(UCDP, "")
    cells |= {"id": str(identifier), "type_of_violence": "1", "side_a": "Government of Syria", "gwnoa": "652"}
    cells |= {"side_b": "IS", "country": "Syria", "country_id": "652", "where_coordinates": "Aleppo city"}
    cells |= {"date_start": "2018-06-01 00:00:00.000", "date_end": "2018-06-03 00:00:00.000"}
    return cells | {"source_office": "Example Wire;Other Wire", "source_headline": "Shelling kills four;More"} | more


def tabbed(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Give a table with tabs, nothing quoted."""
    return "".join(
        f"{line}\n" for line in ("\t".join(header), *("\t".join(row[name] for name in header) for row in rows))
    )


def quoted(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Give a table with commas, quoted where it has to be."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(header)
    table.writerows([row[name] for name in header] for row in rows)
    return written.getvalue()
