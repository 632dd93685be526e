-- The storage of grains on a cluster: the tables that Microsoft.Orleans.Persistence.AdoNet reads and writes, in this product's own form.
-- What lies here is a cache: it may be emptied while no silo runs.

CREATE TABLE usage.grain_state (
    service_id  text COLLATE "C" NOT NULL,
    state_name  text COLLATE "C" NOT NULL,
    key_number0 bigint           NOT NULL,
    key_number1 bigint           NOT NULL,
    key_text    text COLLATE "C" NOT NULL,
    version     integer          NOT NULL,
    payload     bytea,
    saved_at    timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (service_id, state_name, key_number0, key_number1, key_text)
);

-- Dense already: not worth an attempt to compress it.
ALTER TABLE usage.grain_state ALTER COLUMN payload SET STORAGE EXTERNAL;

-- The package finds its statements here, by the names that it gives them and their parameters.
CREATE TABLE usage.orleansquery (
    querykey  text PRIMARY KEY,
    querytext text NOT NULL
);

INSERT INTO usage.orleansquery (querykey, querytext) VALUES
('ReadFromStorageKey', $query$
SELECT payload AS "PayloadBinary", version AS "Version"
FROM usage.grain_state
WHERE service_id = @ServiceId AND state_name = @GrainTypeString
  AND key_number0 = @GrainIdN0 AND key_number1 = @GrainIdN1 AND key_text = coalesce(@GrainIdExtensionString::text, '')
$query$),

-- One statement under the primary key: two first writes cannot both insert. Without a version the row is replaced whatever it holds; with one, only
-- if the version is still that: else no row comes back, which the package tells as an inconsistent state.
('WriteToStorageKey', $query$
INSERT INTO usage.grain_state AS s (service_id, state_name, key_number0, key_number1, key_text, version, payload)
VALUES (@ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString::text, ''),
        coalesce(@GrainStateVersion::integer, 0) + 1, @PayloadBinary)
ON CONFLICT (service_id, state_name, key_number0, key_number1, key_text) DO UPDATE
SET version = s.version + 1, payload = excluded.payload, saved_at = now()
WHERE @GrainStateVersion::integer IS NULL OR s.version = @GrainStateVersion::integer
RETURNING version AS "NewGrainStateVersion"
$query$),

('ClearStorageKey', $query$
UPDATE usage.grain_state SET version = version + 1, payload = NULL, saved_at = now()
WHERE service_id = @ServiceId AND state_name = @GrainTypeString
  AND key_number0 = @GrainIdN0 AND key_number1 = @GrainIdN1 AND key_text = coalesce(@GrainIdExtensionString::text, '')
  AND (@GrainStateVersion::integer IS NULL OR version = @GrainStateVersion::integer)
RETURNING version AS "NewGrainStateVersion"
$query$);
