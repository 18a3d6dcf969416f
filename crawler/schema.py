"""The tables of ``case.db``."""

from __future__ import annotations

from checks.artifacts import UrlState

#: Counted up with every change that an older program could not read.
SCHEMA_VERSION = 1
SCHEMA = f"""
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE urls (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL CHECK (entry IN ('desktop', 'mobile')),
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ({", ".join(f"'{state}'" for state in UrlState.__args__)})),
    reason TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT 'other',
    tier INTEGER NOT NULL,
    rank TEXT NOT NULL,
    depth INTEGER NOT NULL DEFAULT 0,
    anchor TEXT NOT NULL DEFAULT '',
    column_url TEXT NOT NULL DEFAULT '',
    status INTEGER,
    redirect_to TEXT NOT NULL DEFAULT '',
    requested INTEGER NOT NULL DEFAULT 0,
    render INTEGER NOT NULL DEFAULT 0,
    wanted INTEGER NOT NULL DEFAULT 0,
    looks INTEGER NOT NULL DEFAULT 0,
    template TEXT NOT NULL DEFAULT '',
    UNIQUE (entry, key)
);
CREATE INDEX urls_by_state ON urls (entry, state, tier);
CREATE TABLE artifacts (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, url_id INTEGER REFERENCES urls, look INTEGER NOT NULL DEFAULT 0,
    data BLOB NOT NULL
);
CREATE TABLE templates (
    id TEXT PRIMARY KEY, entry TEXT NOT NULL, shape BLOB NOT NULL, example TEXT NOT NULL,
    render TEXT NOT NULL DEFAULT 'sample', reason TEXT NOT NULL DEFAULT '', looks INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE probes (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, url TEXT NOT NULL, entry TEXT NOT NULL, arguments TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0
);
PRAGMA user_version = {SCHEMA_VERSION};
"""
