-- Versions of plans, added and never changed; they belong to the rates, whose revision counts their changes too. Amounts are millionths; unit is a billing
-- system; feature_flags has a line for each.
CREATE TABLE plans (
    plan_id           TEXT NOT NULL,
    version           INTEGER NOT NULL,
    since             INTEGER NOT NULL,
    plan_name         TEXT NOT NULL,
    monthly_fee_micro INTEGER NOT NULL,
    currency          TEXT NOT NULL,
    unit              INTEGER NOT NULL,
    included_micro    INTEGER NOT NULL,
    price_micro       INTEGER NOT NULL,
    increment_seconds INTEGER,
    limit_micro       INTEGER,
    feature_flags     TEXT NOT NULL,
    PRIMARY KEY (plan_id, version)
) WITHOUT ROWID;
