using System.Text;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>A request, what is odd about it, and what must follow.</summary>
/// <param name="seed">Of the run.</param>
/// <param name="index">Of the request in its run.</param>
/// <param name="onlyRefused">Whether it was made to be refused.</param>
internal sealed class FuzzCase(long seed, int index, bool onlyRefused)
{
    public required Operation Operation { get; init; }

    public required Caller Caller { get; init; }

    public required FuzzRequest Request { get; init; }

    /// <summary>What was done to a request that the document allows; null: nothing.</summary>
    public string? Fault { get; set; }

    /// <summary>The document does not allow it: it must not do anything.</summary>
    public bool MustBeRefused { get; set; }

    /// <summary>What must be refused is one of several events, of which the others may be booked.</summary>
    public bool MayBookOthers { get; set; }

    /// <summary>The only status it may have; null: any that the document has.</summary>
    public int? Status { get; set; }

    /// <summary>It may lead to another operation, or none.</summary>
    public bool IsAstray { get; set; }

    /// <summary>It may be no HTTP, and then the server refuses it without a word and closes.</summary>
    public bool MayBreakHttp { get; set; }

    public string Name => $"{Operation.Name} by {Caller}, {Fault ?? "as documented"}";

    /// <summary>What fails the test: how to send it again, and all of it.</summary>
    public string Explain(string reason) =>
        $"{reason}\n{Name}\nAgain: USAGE_FUZZ={seed}/{index}{(onlyRefused ? "/refused" : "")} dotnet test tests/UsageCluster.Http.Tests --filter FullyQualifiedName~Fuzz\n\n{Request}";

    /// <summary>Whether the request itself has the text: then an answer may repeat it.</summary>
    public bool Carries(string text) =>
        Uri.UnescapeDataString(Request.ToString()).Contains(text, StringComparison.Ordinal)
        || (Request.Body is { } body && body.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0);
}
