"""The store's tables, and the migrations that create them.

One table holds all three kinds of entity, because Search, lists, tags and names treat them alike. Tags, parameters,
artifacts and metrics have tables of their own. These are clustered by entity, so that the rows of a record are
adjacent, and indexed by value, so that a search can start from them.
"""

from __future__ import annotations

import sqlite3

from ._connections import Connections
from ._files import StoreFileError, cannot_open

# "SmEx" in ASCII. It distinguishes a store from other SQLite files.
APPLICATION_ID = 0x536D4578

_CREATE = (
    # Times are milliseconds since the epoch. Without a display name, the name is stored as one.
    """CREATE TABLE entity (
        id INTEGER PRIMARY KEY,
        kind INTEGER NOT NULL CHECK (kind IN (1, 2, 3)),
        name TEXT NOT NULL,
        folded TEXT NOT NULL,
        arn TEXT NOT NULL,
        display_name TEXT NOT NULL,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        source_arn TEXT,
        source_type TEXT,
        description TEXT,
        experiment_id INTEGER REFERENCES entity (id),
        commit_id TEXT,
        repository TEXT,
        generated_by TEXT,
        project_id TEXT,
        status TEXT,
        status_message TEXT,
        start_time INTEGER,
        end_time INTEGER,
        CHECK ((kind = 2) = (experiment_id IS NOT NULL))
    ) STRICT""",
    "CREATE UNIQUE INDEX entity_folded ON entity (kind, folded)",
    "CREATE INDEX entity_name ON entity (kind, name)",
    "CREATE INDEX entity_display_name ON entity (kind, display_name)",
    "CREATE INDEX entity_modified ON entity (kind, modified DESC, arn)",
    "CREATE INDEX entity_created ON entity (kind, created DESC, arn)",
    "CREATE INDEX entity_experiment ON entity (experiment_id) WHERE experiment_id IS NOT NULL",
    "CREATE INDEX entity_source ON entity (kind, source_arn) WHERE source_arn IS NOT NULL",
    """CREATE TABLE association (
        trial_id INTEGER NOT NULL REFERENCES entity (id),
        component_id INTEGER NOT NULL REFERENCES entity (id),
        PRIMARY KEY (trial_id, component_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE UNIQUE INDEX association_component ON association (component_id, trial_id)",
    # The kind is repeated here, so that a tag of all experiments does not slow down searches of trials.
    """CREATE TABLE tag (
        entity_id INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        value TEXT NOT NULL,
        kind INTEGER NOT NULL,
        PRIMARY KEY (entity_id, key)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX tag_value ON tag (kind, key, value)",
    """CREATE TABLE parameter (
        entity_id INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        number REAL,
        text TEXT,
        PRIMARY KEY (entity_id, name),
        CHECK ((number IS NULL) <> (text IS NULL))
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX parameter_number ON parameter (name, number) WHERE number IS NOT NULL",
    "CREATE INDEX parameter_text ON parameter (name, text) WHERE text IS NOT NULL",
    """CREATE TABLE artifact (
        entity_id INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
        direction TEXT NOT NULL CHECK (direction IN ('Input', 'Output')),
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        media_type TEXT,
        PRIMARY KEY (entity_id, direction, name)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX artifact_value ON artifact (direction, name, value)",
    # The statistics of each series. Every BatchPutMetrics updates them.
    """CREATE TABLE metric (
        entity_id INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        count INTEGER NOT NULL,
        minimum REAL NOT NULL,
        maximum REAL NOT NULL,
        last REAL NOT NULL,
        mean REAL NOT NULL,
        deviation REAL NOT NULL,
        last_time INTEGER NOT NULL,
        last_step INTEGER,
        PRIMARY KEY (entity_id, name)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX metric_minimum ON metric (name, minimum)",
    "CREATE INDEX metric_maximum ON metric (name, maximum)",
    "CREATE INDEX metric_last ON metric (name, last)",
    """CREATE TABLE datum (
        id INTEGER PRIMARY KEY,
        entity_id INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        time INTEGER NOT NULL,
        step INTEGER,
        value REAL NOT NULL
    ) STRICT""",
    "CREATE INDEX datum_series ON datum (entity_id, name, time, step)",
)

# An index ends with the row's id, so these two are complete sort orders of Search and the lists, in either direction.
_ORDER_OF_CREATION = (
    "DROP INDEX entity_modified",
    "DROP INDEX entity_created",
    "CREATE INDEX entity_modified ON entity (kind, modified, created)",
    "CREATE INDEX entity_created ON entity (kind, created)",
)

# A list finds the components of a source ignoring case, a search does not.
_SOURCE_IN_ANY_CASE = (
    "CREATE INDEX entity_source_in_any_case ON entity (kind, source_arn COLLATE NOCASE) WHERE source_arn IS NOT NULL",
)

# AWS's own tests compare lists of tags as lists. Older files keep the order of the keys.
_ORDER_OF_TAGS = ("ALTER TABLE tag ADD COLUMN place INTEGER NOT NULL DEFAULT 0",)

# Migration n upgrades a file from version n to n + 1. Never change a released migration; append.
MIGRATIONS: tuple[tuple[str, ...], ...] = (_CREATE, (*_ORDER_OF_CREATION, *_SOURCE_IN_ANY_CASE), _ORDER_OF_TAGS)
VERSION = len(MIGRATIONS)
_TABLES = tuple(
    statement.split()[2] for step in MIGRATIONS for statement in step if statement.startswith("CREATE TABLE")
)


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _check(connection: sqlite3.Connection, path: str) -> int:
    """The schema version of the file, 0 if it is new. Raises StoreFileError if it is not a store, or too new."""
    application, version = _number(connection, "application_id"), _number(connection, "user_version")
    if application == 0 and version == 0 and _number(connection, "schema_version") == 0:
        return 0
    if application != APPLICATION_ID:
        raise StoreFileError(
            f"{path!r} is a SQLite file of another application, not an experiment store; nothing was changed in it."
        )
    if version > VERSION:
        raise StoreFileError(
            f"{path!r} was written by a later version of smexp_fp (its schema is version {version}, "
            f"the latest known here is {VERSION}). Upgrade smexp_fp to open it."
        )
    for table in _TABLES if version == VERSION else ():
        # Makes SQLite read the schema, which may be damaged.
        connection.execute(f"SELECT 1 FROM {table} LIMIT 0")  # noqa: S608 - this program's own names
    return version


def _use_wal(connection: sqlite3.Connection) -> None:
    """Set WAL mode, in which readers and a writer do not wait for each other. The file keeps the mode."""
    if str(connection.execute("PRAGMA journal_mode").fetchone()[0]) not in {"wal", "memory"}:
        connection.execute("PRAGMA journal_mode = WAL")


def _migrate(connection: sqlite3.Connection, path: str) -> None:
    # Check again under the lock, because another process may have been faster.
    for step in MIGRATIONS[_check(connection, path) :]:
        for statement in step:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def prepare(connections: Connections) -> None:
    """Upgrade the file to the current schema. Several processes may do so at the same time.

    Raises StoreFileError for a file that is not a store, or one of a later version.
    """
    path = connections.path
    try:
        # A transaction has one view of the file, while another process may be creating the schema.
        if connections.transact(lambda connection: _check(connection, path), writes=False) < VERSION:
            connections.outside(_use_wal)
            connections.transact(lambda connection: _migrate(connection, path), writes=True)
    except (sqlite3.Error, UnicodeDecodeError) as error:  # messages quote damaged text
        raise cannot_open(path, error) from error
