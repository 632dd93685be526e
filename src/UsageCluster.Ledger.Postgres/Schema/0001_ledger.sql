-- The ledger: the only truth. Instants are 100 ns ticks since 0001-01-01T00:00:00Z; quantities are whole ms or millionths of a credit.

-- One row. A new timeline (a restored or failed-over database) makes every older node lease void.
CREATE TABLE usage.store (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    timeline uuid    NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO usage.store DEFAULT VALUES;

-- A node's lease on what it holds in memory. Times are the database's clock.
CREATE TABLE usage.node_leases (
    lease_no   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node       text        NOT NULL,
    timeline   uuid        NOT NULL,
    expires_at timestamptz NOT NULL,
    dead       boolean     NOT NULL DEFAULT false
);

CREATE TABLE usage.companies (
    company_no           integer  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_id           text     COLLATE "C" NOT NULL UNIQUE,
    company_name         text     NOT NULL,
    billing_system       smallint NOT NULL,
    billing_system_since bigint   NOT NULL,
    closed_at            bigint
);

-- Where a company's ledger ends, and who may append to it. Updated by every append: room on the page keeps that off the indexes.
CREATE TABLE usage.heads (
    company_no  integer PRIMARY KEY REFERENCES usage.companies,
    epoch       bigint  NOT NULL,
    version     bigint  NOT NULL,
    hash        bytea   NOT NULL,
    owner_lease bigint,
    ack_after   timestamptz
) WITH (fillfactor = 40);

-- Cost keys and agent foci as numbers.
CREATE TABLE usage.tokens (
    token_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token    text    COLLATE "C" NOT NULL UNIQUE
);

-- A column that only usage has is null in the other kinds, which keep their content in payload. Wide columns first: no padding.
-- No foreign keys: what an append names was read from the rows that they would point to, which are never deleted.
CREATE TABLE usage.entries (
    version        bigint   NOT NULL,
    recorded_at    bigint   NOT NULL,
    occurred_at    bigint,
    quantity       bigint,
    company_no     integer  NOT NULL,
    duration_ms    integer,
    cost_key_no    integer,
    agent_focus_no integer,
    rule_version   integer,
    kind           smallint NOT NULL,
    flags          smallint NOT NULL,
    event_key      uuid,
    hash           bytea    NOT NULL,
    event_text     text     COLLATE "C",
    interview_id   text     COLLATE "C",
    payload        bytea
);

CREATE UNIQUE INDEX entries_event ON usage.entries (company_no, event_key);

-- The condition always holds. It keeps the planner from answering a look-up by event with this index, which by stale statistics
-- it may like as well, and which would walk a company's whole ledger. Look-ups by version repeat it.
CREATE UNIQUE INDEX entries_version ON usage.entries (company_no, version) WHERE version > 0;
ALTER TABLE usage.entries ADD CHECK (version > 0);

-- A cache of folded ledgers; may be emptied at any time.
CREATE TABLE usage.snapshots (
    company_id text   COLLATE "C" PRIMARY KEY,
    version    bigint NOT NULL,
    hash       bytea  NOT NULL,
    books      bytea  NOT NULL
);
