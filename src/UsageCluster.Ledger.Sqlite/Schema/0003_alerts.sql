-- Where events are sent. Secrets lie here as they are: signing needs them. failing: the last attempt failed.
CREATE TABLE webhooks (
    webhook_id            TEXT PRIMARY KEY,
    url                   TEXT NOT NULL,
    description           TEXT,
    disabled              INTEGER NOT NULL,
    failing               INTEGER NOT NULL DEFAULT 0,
    secret                BLOB NOT NULL,
    previous_secret       BLOB,
    previous_secret_until INTEGER,
    created_at            INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX webhooks_newest ON webhooks (created_at DESC, webhook_id);

-- measure 1: amount is the used share of the allowance, in thousandths of a percent; 2: minutes, 3: credits, in millionths.
CREATE TABLE alerts (
    alert_id   TEXT PRIMARY KEY,
    alert_name TEXT NOT NULL,
    company_no INTEGER REFERENCES companies,
    ats_no     INTEGER REFERENCES ats ON DELETE CASCADE,
    measure    INTEGER NOT NULL,
    amount     INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    CHECK ((company_no IS NULL) <> (ats_no IS NULL))
) WITHOUT ROWID;
CREATE INDEX alerts_company ON alerts (company_no);
CREATE INDEX alerts_ats ON alerts (ats_no);

CREATE TABLE alert_webhooks (
    alert_id   TEXT NOT NULL REFERENCES alerts ON DELETE CASCADE,
    webhook_id TEXT NOT NULL REFERENCES webhooks,
    PRIMARY KEY (alert_id, webhook_id)
) WITHOUT ROWID;
CREATE INDEX alert_webhooks_webhook ON alert_webhooks (webhook_id);

-- What makes an alert fire once in a period (months since the year 0) at a threshold.
CREATE TABLE alert_firings (
    alert_id TEXT NOT NULL REFERENCES alerts ON DELETE CASCADE,
    period   INTEGER NOT NULL,
    measure  INTEGER NOT NULL,
    amount   INTEGER NOT NULL,
    fired_at INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    PRIMARY KEY (alert_id, period, measure, amount)
) WITHOUT ROWID;

-- What the last look at an alert saw: only what differs from it is looked at again. A cache.
CREATE TABLE alert_looks (
    alert_id TEXT NOT NULL REFERENCES alerts ON DELETE CASCADE,
    period   INTEGER NOT NULL,
    seen     TEXT NOT NULL,
    PRIMARY KEY (alert_id, period)
) WITHOUT ROWID;

-- state 1: pending, 2: delivered, 3: dead letter. An attempt under way has moved next_attempt_at to when it counts as lost.
CREATE TABLE webhook_deliveries (
    delivery_no     INTEGER PRIMARY KEY,
    delivery_id     TEXT NOT NULL UNIQUE,
    webhook_id      TEXT NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    event_id        TEXT NOT NULL,
    event_type      TEXT NOT NULL,
    body            TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    state           INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    last_attempt_at INTEGER,
    last_status     INTEGER,
    last_error      TEXT,
    delivered_at    INTEGER
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_attempt_at) WHERE state = 1;
CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (webhook_id, delivery_no DESC);
CREATE INDEX webhook_deliveries_old ON webhook_deliveries (created_at) WHERE state <> 1;
