"""The event graph: reports to RDF, the store, assembly of events, queries, networks and exports."""

from communique.graph.backups import Backup, back_up, restore
from communique.graph.checking import check
from communique.graph.event_graph import EventGraph
from communique.graph.exports.form import ALL, ExportForm, Rows, Selection
from communique.graph.exports.forms import FORMS, form_called, form_of_file
from communique.graph.exports.tables.counts import (
    action_table,
    acts_table,
    chain_table,
    comparison_table,
    dyad_table,
    move_table,
    parties_table,
    place_table,
    publisher_table,
    relation_table,
    strength_table,
    timeline_table,
)
from communique.graph.exports.tables.frames import MissingPackageError
from communique.graph.exports.tables.lists import document_table, query_table
from communique.graph.exports.tables.selection import Events
from communique.graph.exports.tables.table import Table
from communique.graph.exports.tables.writing import write_table
from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.imports.column_map import ColumnMap, column_map
from communique.graph.imports.forms import FORMS as IMPORT_FORMS
from communique.graph.imports.forms import dataset_label
from communique.graph.imports.loading import load_events as load_tables
from communique.graph.imports.notes import Notes as ImportNotes
from communique.graph.imports.rows import BadRow
from communique.graph.imports.running import ImportPlan, ImportStep
from communique.graph.imports.running import import_events as import_tables
from communique.graph.imports.running import planned as planned_import
from communique.graph.lookups.acts import ActsOf
from communique.graph.lookups.comparison import Agreement, Comparison, Counts, OfDataset
from communique.graph.lookups.courses import Course
from communique.graph.lookups.events import cursor
from communique.graph.lookups.paths import LONGEST, Chain
from communique.graph.lookups.relations import Direction, Relation
from communique.graph.lookups.resolution import (
    AmbiguousActorError,
    Resolver,
    UnknownActorError,
    bearers,
    curated_names,
)
from communique.graph.lookups.search import FoundActor, Likeness, NameIndex
from communique.graph.lookups.statistics import Statistics
from communique.graph.lookups.timelines import Granularity, MonthOfActor
from communique.graph.networks.neighbourhood import around_actor
from communique.graph.networks.selection import Edges
from communique.graph.opening import open_copy, open_graph
from communique.graph.rdf.documents import canonical
from communique.graph.readers.reader import GraphReader
from communique.graph.stores.changes import ChangeKind, DocumentChange
from communique.graph.stores.documents import sort_key
from communique.graph.stores.endpoint import Endpoint, authorization
from communique.graph.stores.file_list import is_damaged
from communique.graph.stores.identity import exists, is_held, sharing
from communique.graph.stores.journal_reading import journal_file
from communique.graph.stores.protocol import (
    StoreDamagedError,
    StoreFullError,
    StoreInUseError,
    StoreUnfinishedError,
    StoreUnreachableError,
    StoreVersionError,
)
from communique.graph.stores.room import is_full
from communique.graph.stores.snapshot_requests import is_running, requested_snapshot
from communique.graph.stores.whole_files import whole_file
from communique.graph.table.busiest import BusiestPairs
from communique.graph.table.in_step import IndexNotReadyError, SearchTimeError
from communique.graph.table.listing import ListedDocument
from communique.graph.table.overview import Claim, Move, PlaceCount, Strength
from communique.graph.table.publishers import PublisherCount
from communique.graph.table.rows import EventRow, LoadedRow, Pair, ReportRow
from communique.graph.table.writing import OWN_DATASET
from communique.graph.tally import Tally
from communique.graph.validate import Validation

open = open_graph

__all__ = [
    "ALL",
    "EVERY",
    "FORMS",
    "IMPORT_FORMS",
    "LONGEST",
    "OWN_DATASET",
    "ActsOf",
    "Agreement",
    "AmbiguousActorError",
    "Backup",
    "BadRow",
    "BusiestPairs",
    "Chain",
    "ChangeKind",
    "Claim",
    "ColumnMap",
    "Comparison",
    "Counts",
    "Course",
    "Direction",
    "DocumentChange",
    "Edges",
    "Endpoint",
    "EventFilter",
    "EventGraph",
    "EventRow",
    "Events",
    "ExportForm",
    "FoundActor",
    "Granularity",
    "GraphReader",
    "ImportNotes",
    "ImportPlan",
    "ImportStep",
    "IndexNotReadyError",
    "Level",
    "Likeness",
    "ListedDocument",
    "LoadedRow",
    "MissingPackageError",
    "MonthOfActor",
    "Move",
    "NameIndex",
    "OfDataset",
    "Pair",
    "PlaceCount",
    "PublisherCount",
    "Relation",
    "ReportRow",
    "Resolver",
    "Rows",
    "SearchTimeError",
    "Selection",
    "Statistics",
    "StoreDamagedError",
    "StoreFullError",
    "StoreInUseError",
    "StoreUnfinishedError",
    "StoreUnreachableError",
    "StoreVersionError",
    "Strength",
    "Table",
    "Tally",
    "UnknownActorError",
    "Validation",
    "action_table",
    "acts_table",
    "around_actor",
    "authorization",
    "back_up",
    "bearers",
    "canonical",
    "chain_table",
    "check",
    "column_map",
    "comparison_table",
    "curated_names",
    "cursor",
    "dataset_label",
    "document_table",
    "dyad_table",
    "exists",
    "form_called",
    "form_of_file",
    "import_tables",
    "is_damaged",
    "is_full",
    "is_held",
    "is_running",
    "journal_file",
    "load_tables",
    "move_table",
    "open",
    "open_copy",
    "open_graph",
    "parties_table",
    "place_table",
    "planned_import",
    "publisher_table",
    "query_table",
    "relation_table",
    "requested_snapshot",
    "restore",
    "sharing",
    "sort_key",
    "strength_table",
    "timeline_table",
    "whole_file",
    "write_table",
]
