namespace UsageCluster.Core.Books;

/// <summary>Codes of events that the company's state rejects. Part of the contract.</summary>
public static class RejectionCodes
{
    /// <summary>No such company, or one outside the key's binding.</summary>
    public const string UnknownCompany = "unknown_company";

    /// <summary>The event lies before the company's first billing system.</summary>
    public const string NoBillingSystem = "no_billing_system";

    /// <summary>The event lies at or after the company's closing.</summary>
    public const string CompanyClosed = "company_closed";

    /// <summary>The event lies further ahead of the server's clock than is allowed.</summary>
    public const string OccurredInFuture = "occurred_in_future";

    /// <summary>The same event id was booked with other content.</summary>
    public const string ConflictingDuplicate = "conflicting_duplicate";

    /// <summary>The event's cost, or the company's total with it, leaves 64 bits.</summary>
    public const string QuantityOverflow = "quantity_overflow";

    /// <summary>The company has as many distinct cost keys as are allowed.</summary>
    public const string TooManyCostKeys = "too_many_cost_keys";

    /// <summary>The company uses as many combinations of cost key, agent focus, direction and resolution as are allowed.</summary>
    public const string TooManyLines = "too_many_lines";

    /// <summary>
    /// No price rule covers the event. A company is on credits only where one does, so the rates that were asked are older than
    /// the company's ledger: the caller reloads them and decides again. Never answered for an event.
    /// </summary>
    public const string NoPriceRule = "no_price_rule";
}
