namespace UsageCluster.Gateway.Problems;

/// <summary>Ends a request with a problem, from wherever it is found.</summary>
internal sealed class ProblemException(ErrorCode code, string detail, IReadOnlyList<FieldError>? fields = null) : Exception(detail)
{
    /// <summary>The kind of error.</summary>
    public ErrorCode Code { get; } = code;

    /// <summary>The bad fields, all of them; null where the problem is not with a field.</summary>
    public IReadOnlyList<FieldError>? Fields { get; } = fields;
}
