namespace UsageCluster.Actors.Companies;

/// <summary>A company's ledger does not hold together: an entry is missing, out of place or has another hash than its content. Never served.</summary>
public sealed class CorruptedLedgerException : Exception
{
    /// <summary>What is off, and at which entry.</summary>
    public CorruptedLedgerException(string companyId, long version, string message, Exception? innerException = null)
        : base($"The ledger of company '{companyId}' is corrupted at version {version}: {message}", innerException)
    {
        CompanyId = companyId;
        Version = version;
        Reason = message;
    }

    /// <summary>The company.</summary>
    public string CompanyId { get; }

    /// <summary>The first version that is off.</summary>
    public long Version { get; }

    /// <summary>What is off there.</summary>
    public string Reason { get; }
}
