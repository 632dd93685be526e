-- The control plane. Each change takes the next revision under the lock of its one row, so that revisions commit in order.

CREATE TABLE usage.control_revision (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    revision bigint  NOT NULL
);
INSERT INTO usage.control_revision (revision) VALUES (0);

-- What changed in the latest revisions, for caches to forget.
CREATE TABLE usage.control_changes (
    revision bigint   NOT NULL,
    kind     smallint NOT NULL,
    id       text     COLLATE "C" NOT NULL,
    PRIMARY KEY (revision, kind, id)
);

CREATE TABLE usage.ats (
    ats_id   text COLLATE "C" PRIMARY KEY,
    ats_name text NOT NULL
);

CREATE TABLE usage.ats_members (
    ats_id     text    COLLATE "C" NOT NULL REFERENCES usage.ats ON DELETE CASCADE,
    company_no integer NOT NULL REFERENCES usage.companies,
    PRIMARY KEY (ats_id, company_no)
);
CREATE INDEX ats_members_company ON usage.ats_members (company_no);

CREATE TABLE usage.keys (
    key_id                text     COLLATE "C" PRIMARY KEY,
    kind                  smallint NOT NULL,
    owner                 text     COLLATE "C",
    bound_companies       text[],
    name                  text     NOT NULL,
    scopes                text[]   NOT NULL,
    secret_hash           bytea    NOT NULL,
    previous_secret_hash  bytea,
    previous_secret_until bigint,
    expires_at            bigint,
    revoked_at            bigint,
    created_at            bigint   NOT NULL,
    last_used_at          bigint
);
CREATE INDEX keys_owner ON usage.keys (kind, owner);
CREATE INDEX keys_newest ON usage.keys (created_at DESC, key_id);

-- The revision that appends of usage are checked against: general price rules and the catalogue.
CREATE TABLE usage.rates (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    revision bigint  NOT NULL
);
INSERT INTO usage.rates (revision) VALUES (0);

CREATE TABLE usage.price_rules (
    agent_focus            text    COLLATE "C" NOT NULL,
    version                integer NOT NULL,
    base_cost_micro        bigint  NOT NULL,
    included_minutes_micro bigint  NOT NULL,
    cost_per_minute_micro  bigint  NOT NULL,
    effective_from         bigint  NOT NULL,
    PRIMARY KEY (agent_focus, version)
);

CREATE TABLE usage.cost_keys (
    cost_key            text    COLLATE "C" NOT NULL,
    version             integer NOT NULL,
    counts_as_interview boolean NOT NULL,
    type                text,
    description         text,
    unit                text,
    product_id          text,
    aggr_product_id     text,
    price_micro         bigint,
    currency            text,
    wallet_name         text,
    since               bigint  NOT NULL,
    PRIMARY KEY (cost_key, version)
);

CREATE TABLE usage.audit (
    audit_no    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          bigint NOT NULL,
    key_id      text   NOT NULL,
    action      text   NOT NULL,
    target      text   NOT NULL,
    before_json text,
    after_json  text
);
