-- Where events are sent. Secrets lie here as they are: signing needs them. failing: the last attempt failed.
CREATE TABLE usage.webhooks (
    webhook_id            text    COLLATE "C" PRIMARY KEY,
    url                   text    NOT NULL,
    description           text,
    disabled              boolean NOT NULL,
    failing               boolean NOT NULL DEFAULT false,
    secret                bytea   NOT NULL,
    previous_secret       bytea,
    previous_secret_until bigint,
    created_at            bigint  NOT NULL
);
CREATE INDEX webhooks_newest ON usage.webhooks (created_at DESC, webhook_id);

-- measure 1: amount is the used share of the allowance, in thousandths of a percent; 2: minutes, 3: credits, in millionths.
CREATE TABLE usage.alerts (
    alert_id   text     COLLATE "C" PRIMARY KEY,
    alert_name text     NOT NULL,
    company_no integer  REFERENCES usage.companies,
    ats_id     text     COLLATE "C" REFERENCES usage.ats ON DELETE CASCADE,
    measure    smallint NOT NULL,
    amount     bigint   NOT NULL,
    created_at bigint   NOT NULL,
    CHECK ((company_no IS NULL) <> (ats_id IS NULL))
);
CREATE INDEX alerts_company ON usage.alerts (company_no);
CREATE INDEX alerts_ats ON usage.alerts (ats_id);

CREATE TABLE usage.alert_webhooks (
    alert_id   text COLLATE "C" NOT NULL REFERENCES usage.alerts ON DELETE CASCADE,
    webhook_id text COLLATE "C" NOT NULL REFERENCES usage.webhooks,
    PRIMARY KEY (alert_id, webhook_id)
);
CREATE INDEX alert_webhooks_webhook ON usage.alert_webhooks (webhook_id);

-- What makes an alert fire once in a period (months since the year 0) at a threshold.
CREATE TABLE usage.alert_firings (
    alert_id text     COLLATE "C" NOT NULL REFERENCES usage.alerts ON DELETE CASCADE,
    period   integer  NOT NULL,
    measure  smallint NOT NULL,
    amount   bigint   NOT NULL,
    fired_at bigint   NOT NULL,
    event_id text     NOT NULL,
    PRIMARY KEY (alert_id, period, measure, amount)
);

-- What the last look at an alert saw, as a digest: only what differs from it is looked at again. A cache.
CREATE TABLE usage.alert_looks (
    alert_id text    COLLATE "C" NOT NULL REFERENCES usage.alerts ON DELETE CASCADE,
    period   integer NOT NULL,
    seen     text    NOT NULL,
    PRIMARY KEY (alert_id, period)
) WITH (fillfactor = 50);

-- Who looks at alerts. Times are the database's clock.
CREATE TABLE usage.alert_sweep (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    holder     text,
    held_until timestamptz
);
INSERT INTO usage.alert_sweep DEFAULT VALUES;

-- state 1: pending, 2: delivered, 3: dead letter. An attempt under way has moved next_attempt_at to when it counts as lost.
CREATE TABLE usage.webhook_deliveries (
    delivery_no     bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery_id     text     COLLATE "C" NOT NULL UNIQUE,
    webhook_id      text     COLLATE "C" NOT NULL REFERENCES usage.webhooks ON DELETE CASCADE,
    event_id        text     NOT NULL,
    event_type      text     NOT NULL,
    body            text     NOT NULL,
    created_at      bigint   NOT NULL,
    state           smallint NOT NULL,
    attempts        integer  NOT NULL,
    next_attempt_at bigint   NOT NULL,
    last_attempt_at bigint,
    last_status     integer,
    last_error      text,
    delivered_at    bigint
);
CREATE INDEX webhook_deliveries_due ON usage.webhook_deliveries (webhook_id, next_attempt_at) WHERE state = 1;
CREATE INDEX webhook_deliveries_newest ON usage.webhook_deliveries (webhook_id, delivery_no DESC);
CREATE INDEX webhook_deliveries_old ON usage.webhook_deliveries (created_at) WHERE state <> 1;
