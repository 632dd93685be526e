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
        var scripts = Scripts();
        var found = Found(session, scripts.Count);
        for (var version = found + 1; version <= scripts.Count; version++)
        {
            var name = scripts[version - 1];
            session.ExecuteScript(string.Create(
                CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE;\n{Text(name)}\nPRAGMA user_version = {version};\nCOMMIT;"));
            LogMessages.SchemaApplied(logger, name[Prefix.Length..]);
        }

        return scripts.Count;
    }

    /// <summary>Throws <see cref="SchemaTooNewException"/> or <see cref="LedgerUnavailableException"/> unless the schema is this program's.</summary>
    public static void Check(Session session)
    {
        var known = Scripts().Count;
        var found = Found(session, known);
        if (found == 0)
            throw new LedgerUnavailableException("No ledger lies in this database.");
        if (found < known)
            throw new LedgerUnavailableException($"The database has schema version {found}, and this program needs {known}: start a server of its version first.");
    }

    private static List<string> Scripts() =>
    [
        .. typeof(SchemaScripts).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static int Found(Session session, int known)
    {
        var found = (int)session.FindInteger("PRAGMA user_version")!.Value;
        return found <= known ? found : throw new SchemaTooNewException(found, known);
    }

    private static string Text(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
