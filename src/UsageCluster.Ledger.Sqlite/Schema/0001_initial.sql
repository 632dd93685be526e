-- Instants are 100 ns units since 0001-01-01T00:00:00Z. Ids compare byte by byte (BINARY, the default collation).

-- A new timeline (a restored copy, for instance) ends every lease that was given out before.
CREATE TABLE store_timeline (
    only_row    INTEGER PRIMARY KEY CHECK (only_row = 1),
    timeline_id BLOB NOT NULL
);
INSERT INTO store_timeline (only_row, timeline_id) VALUES (1, randomblob(16));

CREATE TABLE node_leases (
    lease_no   INTEGER PRIMARY KEY,
    node_name  TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    dead       INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE companies (
    company_no           INTEGER PRIMARY KEY,
    company_id           TEXT NOT NULL UNIQUE,
    company_name         TEXT NOT NULL,
    billing_system       INTEGER NOT NULL,
    billing_system_since INTEGER NOT NULL,
    closed_at            INTEGER
);

-- Where each company's ledger ends, and who may append to it.
CREATE TABLE company_heads (
    company_no  INTEGER PRIMARY KEY REFERENCES companies,
    epoch       INTEGER NOT NULL DEFAULT 0,
    version     INTEGER NOT NULL,
    hash        BLOB NOT NULL,
    owner_lease INTEGER REFERENCES node_leases,
    ack_after   INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE cost_key_names (
    cost_key_no INTEGER PRIMARY KEY,
    cost_key    TEXT NOT NULL UNIQUE
);

CREATE TABLE focus_names (
    focus_no    INTEGER PRIMARY KEY,
    agent_focus TEXT NOT NULL UNIQUE
);

-- Usage entries fill the columns from event_key to resolution, all other kinds payload.
-- No foreign keys here: the one writer holds companies, heads and names together, and three probes a row would cost a tenth of its speed.
CREATE TABLE ledger_entries (
    company_no   INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    kind         INTEGER NOT NULL,
    recorded_at  INTEGER NOT NULL,
    event_key    BLOB,
    event_text   TEXT,
    occurred_at  INTEGER,
    duration_ms  INTEGER,
    quantity     INTEGER,
    system       INTEGER,
    cost_key_no  INTEGER,
    focus_no     INTEGER,
    flags        INTEGER,
    rule_version INTEGER,
    interview_id TEXT,
    direction    INTEGER,
    resolution   INTEGER,
    payload      BLOB,
    hash         BLOB NOT NULL,
    PRIMARY KEY (company_no, version)
) WITHOUT ROWID;

CREATE UNIQUE INDEX ledger_entries_event ON ledger_entries (company_no, event_key) WHERE event_key IS NOT NULL;

CREATE TABLE snapshots (
    company_no INTEGER PRIMARY KEY REFERENCES companies,
    version    INTEGER NOT NULL,
    hash       BLOB NOT NULL,
    books      BLOB NOT NULL
);

CREATE TABLE ats (
    ats_no   INTEGER PRIMARY KEY,
    ats_id   TEXT NOT NULL UNIQUE,
    ats_name TEXT NOT NULL
);

CREATE TABLE ats_members (
    ats_no     INTEGER NOT NULL REFERENCES ats,
    company_no INTEGER NOT NULL REFERENCES companies,
    PRIMARY KEY (ats_no, company_no)
) WITHOUT ROWID;
CREATE INDEX ats_members_company ON ats_members (company_no);

-- owner is no reference: the keys of a deleted ATS stay, revoked.
CREATE TABLE api_keys (
    key_id                TEXT PRIMARY KEY,
    kind                  INTEGER NOT NULL,
    owner                 TEXT,
    bound_companies       TEXT,
    name                  TEXT NOT NULL,
    scopes                TEXT NOT NULL,
    secret_hash           BLOB NOT NULL,
    previous_secret_hash  BLOB,
    previous_secret_until INTEGER,
    expires_at            INTEGER,
    revoked_at            INTEGER,
    created_at            INTEGER NOT NULL,
    last_used_at          INTEGER
) WITHOUT ROWID;
CREATE INDEX api_keys_created ON api_keys (created_at DESC, key_id);
CREATE INDEX api_keys_owner ON api_keys (owner, kind) WHERE owner IS NOT NULL;

CREATE TABLE price_rules (
    agent_focus            TEXT NOT NULL,
    version                INTEGER NOT NULL,
    base_cost_micro        INTEGER NOT NULL,
    included_minutes_micro INTEGER NOT NULL,
    cost_per_minute_micro  INTEGER NOT NULL,
    effective_from         INTEGER NOT NULL,
    PRIMARY KEY (agent_focus, version)
) WITHOUT ROWID;

CREATE TABLE cost_keys (
    cost_key            TEXT NOT NULL,
    version             INTEGER NOT NULL,
    since               INTEGER NOT NULL,
    counts_as_interview INTEGER NOT NULL,
    type                TEXT,
    description         TEXT,
    unit                TEXT,
    product_id          TEXT,
    aggr_product_id     TEXT,
    price_micro         INTEGER,
    currency            TEXT,
    wallet_name         TEXT,
    PRIMARY KEY (cost_key, version)
) WITHOUT ROWID;

-- revision counts every change of the control plane, rates_revision those of price_rules and cost_keys.
CREATE TABLE control_revision (
    only_row       INTEGER PRIMARY KEY CHECK (only_row = 1),
    revision       INTEGER NOT NULL,
    rates_revision INTEGER NOT NULL
);
INSERT INTO control_revision (only_row, revision, rates_revision) VALUES (1, 0, 0);

CREATE TABLE change_log (
    revision INTEGER NOT NULL,
    kind     INTEGER NOT NULL,
    id       TEXT NOT NULL,
    PRIMARY KEY (revision, kind, id)
) WITHOUT ROWID;

CREATE TABLE audit (
    audit_no    INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    key_id      TEXT NOT NULL,
    action      TEXT NOT NULL,
    target      TEXT NOT NULL,
    before_json TEXT,
    after_json  TEXT
);
