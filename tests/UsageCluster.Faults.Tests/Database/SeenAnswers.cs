using System.Net;
using System.Text.Json;

namespace UsageCluster.Faults.Tests.Database;

/// <summary>What clients were answered: whatever a database does, that is an answer or a problem that asks to send again. Safe for concurrent use.</summary>
internal sealed class SeenAnswers
{
    private readonly Lock _lock = new();
    private readonly List<string> _wrong = [];
    private readonly Dictionary<string, int> _details = [];
    private int _refusals;

    /// <summary>What no client should ever see.</summary>
    public IReadOnlyList<string> Wrong
    {
        get
        {
            lock (_lock)
                return [.. _wrong];
        }
    }

    /// <summary>What the refusals said.</summary>
    public IReadOnlyList<string> Details
    {
        get
        {
            lock (_lock)
                return [.. _details.Keys];
        }
    }

    /// <summary>Answers that asked to send again.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>Those of them that hold the words.</summary>
    public int RefusalsBecause(string words)
    {
        lock (_lock)
            return _details.Where(d => d.Key.Contains(words, StringComparison.Ordinal)).Sum(d => d.Value);
    }

    /// <summary>The body of an answer; null: it asks to send again, or it is wrong, which is noted.</summary>
    public async Task<JsonElement?> ReadAsync(Task<HttpResponseMessage> call)
    {
        try
        {
            using var answer = await call;
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
                return JsonElement.Parse(text);
            NoteRefusal(answer, text);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            Note($"No answer: {failure}");
        }

        return null;
    }

    public void Note(string wrong)
    {
        lock (_lock)
            _wrong.Add(wrong);
    }

    private void NoteRefusal(HttpResponseMessage answer, string text)
    {
        var said = $"{(int)answer.StatusCode} {answer.RequestMessage!.RequestUri!.PathAndQuery}: {text}";
        if (answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
            || answer.Content.Headers.ContentType?.MediaType != "application/problem+json"
            || answer.Headers.RetryAfter is null)
        {
            Note(said);
            return;
        }

        var detail = JsonElement.Parse(text).GetProperty("detail").GetString()!;
        // Neither where the store lies nor what it was asked.
        if (((string[])["127.0.0.1", "postgres", "usage.", "SELECT", "SQL"]).Any(word => detail.Contains(word, StringComparison.OrdinalIgnoreCase)))
            Note(said);
        lock (_lock)
            _details[detail] = _details.GetValueOrDefault(detail) + 1;
        Interlocked.Increment(ref _refusals);
    }
}
