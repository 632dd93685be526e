-- Node leases. What the first file laid out for them was never written to.
DROP TABLE usage.node_leases;

-- A node's lease on what it holds in memory. Times are the database's clock, as clock_timestamp() gives it. A lease that is dead stays so, and
-- one that is not here is dead: nothing else is ever deleted.
CREATE TABLE usage.node_leases (
    lease_no   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node       text        NOT NULL,
    history    text        NOT NULL,
    duration   interval    NOT NULL,
    expires_at timestamptz NOT NULL,
    dead       boolean     NOT NULL DEFAULT false
) WITH (fillfactor = 50);

-- Companies that were taken from a lease that was not dead, and the epoch that was taken, until the lease's node confirms that nothing of an older
-- epoch is shown there any more.
CREATE TABLE usage.takeovers (
    lease_no   bigint  NOT NULL,
    company_no integer NOT NULL,
    epoch      bigint  NOT NULL,
    PRIMARY KEY (lease_no, company_no)
);
CREATE INDEX takeovers_company ON usage.takeovers (company_no);

-- The history that the last lease was taken in, and, if that was another one than before, until when nobody acknowledges anything.
ALTER TABLE usage.store ADD COLUMN history text, ADD COLUMN ack_after timestamptz;

-- What this database is a continuation of: it changes when a standby is promoted or a backup is restored, and when an operator gives usage.store a new
-- timeline. A server that does not tell its own history (some managed ones) leaves only the latter.
CREATE FUNCTION usage.history() RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    own text := (SELECT timeline::text FROM usage.store);
BEGIN
    RETURN own || ' ' || (SELECT system_identifier::text FROM pg_control_system()) || ' ' || left(pg_walfile_name(pg_current_wal_lsn()), 8);
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_function THEN
    RETURN own;
END;
$$;
