-- Versions of plans, added and never changed; they belong to the rates, whose revision counts their changes too. Amounts are millionths; unit is a billing
-- system; feature_flags has a line for each.
CREATE TABLE usage.plans (
    plan_id           text     COLLATE "C" NOT NULL,
    version           integer  NOT NULL,
    since             bigint   NOT NULL,
    plan_name         text     NOT NULL,
    monthly_fee_micro bigint   NOT NULL,
    currency          text     NOT NULL,
    unit              smallint NOT NULL,
    included_micro    bigint   NOT NULL,
    price_micro       bigint   NOT NULL,
    increment_seconds integer,
    limit_micro       bigint,
    feature_flags     text     NOT NULL,
    PRIMARY KEY (plan_id, version)
);
