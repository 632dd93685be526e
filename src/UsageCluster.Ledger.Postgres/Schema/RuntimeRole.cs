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

    public static async Task GrantAsync(NpgsqlConnection owner, string role, CancellationToken cancellationToken)
    {
        // A role's name cannot be a parameter; the server quotes it.
        var quoted = (await owner.ScalarAsync<string>("SELECT quote_ident($1)", cancellationToken, Sql.Text(role)))!;
        await owner.ExecuteAsync(Grants.Replace("{role}", quoted, StringComparison.Ordinal), cancellationToken);
    }
}
