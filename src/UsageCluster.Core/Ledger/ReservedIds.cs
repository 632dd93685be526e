namespace UsageCluster.Core.Ledger;

/// <summary>
/// Ids of entries that are no usage and must be unique in a ledger for ever, in the place of event ids. They begin with a control character, which no
/// event id has, and a letter for the kind. They are stored: never change one.
/// </summary>
public static class ReservedIds
{
    private const char Mark = '\u0001';

    /// <summary>The id of a correction.</summary>
    public static string OfCorrection(string correctionId) => Of('c', correctionId);

    /// <summary>The id of an entry of a kind.</summary>
    internal static string Of(char kind, string id) => string.Concat([Mark, kind], id);
}
