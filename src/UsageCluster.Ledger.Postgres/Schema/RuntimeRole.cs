using Npgsql;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Schema;

/// <summary>What the run-time role may do where another role owns the schema: no DDL, and of the ledger nothing but read and append.</summary>
internal static class RuntimeRole
{
    private const string Grants =
        """
        GRANT USAGE ON SCHEMA usage TO {role};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA usage TO {role};
        REVOKE UPDATE, DELETE ON usage.entries, usage.audit FROM {role};
        REVOKE INSERT, UPDATE, DELETE ON usage.schema_version, usage.orleansquery FROM {role};
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA usage TO {role};
        """;

    /// <summary>
    /// Whether the connection's own role lacks a right to the tables, whose sequences are asked for by nobody else: it was made, or changed, after the
    /// schema was. Asked without any of these rights.
    /// </summary>
    private const string Lacks =
        """
        SELECT NOT has_schema_privilege(n.oid, 'USAGE') OR EXISTS (
            SELECT 1
            FROM pg_class c
            CROSS JOIN LATERAL unnest(CASE
                WHEN c.relname IN ('schema_version', 'orleansquery') THEN ARRAY['SELECT']
                WHEN c.relname IN ('entries', 'audit') THEN ARRAY['SELECT', 'INSERT']
                ELSE ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']
            END) AS needed (privilege)
            WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p') AND NOT has_table_privilege(c.oid, needed.privilege)
        )
        FROM pg_namespace n
        WHERE n.nspname = 'usage'
        """;

    /// <summary>Whether the role of this connection may do less than it needs, in a schema that is there.</summary>
    public static Task<bool> LacksRightsAsync(NpgsqlConnection runtime, CancellationToken cancellationToken) =>
        runtime.ScalarAsync<bool>(Lacks, cancellationToken);

    public static async Task GrantAsync(NpgsqlConnection owner, string role, CancellationToken cancellationToken)
    {
        // A role's name cannot be a parameter; the server quotes it.
        var quoted = (await owner.ScalarAsync<string>("SELECT quote_ident($1)", cancellationToken, Sql.Text(role)))!;
        await owner.ExecuteAsync(Grants.Replace("{role}", quoted, StringComparison.Ordinal), cancellationToken);
    }
}
