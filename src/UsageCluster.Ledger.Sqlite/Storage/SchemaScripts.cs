using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Sqlite.Storage;

/// <summary>
/// Applies <c>Schema/NNNN_*.sql</c> in order, each in a transaction with <c>user_version</c>, which counts them.
/// A script that was released is never changed: a further one follows it.
/// </summary>
internal static class SchemaScripts
{
    private const string Prefix = "UsageCluster.Ledger.Sqlite.Schema.";

    /// <summary>Brings the schema up to date; its version. Throws <see cref="SchemaTooNewException"/>.</summary>
    public static int Apply(Session session, ILogger logger)
    {
        var scripts = typeof(SchemaScripts).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
        var found = (int)session.FindInteger("PRAGMA user_version")!.Value;
        if (found > scripts.Count)
            throw new SchemaTooNewException(found, scripts.Count);
        for (var version = found + 1; version <= scripts.Count; version++)
        {
            var name = scripts[version - 1];
            session.ExecuteScript(string.Create(
                CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE;\n{Text(name)}\nPRAGMA user_version = {version};\nCOMMIT;"));
            LogMessages.SchemaApplied(logger, name[Prefix.Length..]);
        }

        return scripts.Count;
    }

    private static string Text(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
