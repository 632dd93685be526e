using System.Globalization;
using System.Text;
using System.Text.Json;
using UsageCluster.Http.Tests.Support;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>
/// What the own tenant's companies must show: what was there at first, and each event that an answer says was accepted, read from the request that carried it.
/// </summary>
internal sealed class BookedUsage(World world)
{
    private readonly Dictionary<string, (int Events, long DurationMs)> _booked = new()
    {
        [world.Own.Minutes] = (1, 90_000),
        [world.Own.Credits] = (1, 90_000),
    };

    /// <summary>Takes up what an answer says was accepted.</summary>
    public void Note(FuzzCase made, RawAnswer answer)
    {
        if (made.Operation.Path is not ("/ingest/events" or "/api/v1/events") || made.Request.Method != "POST" || IsDryRun(made))
            return;
        if (answer.Status == 200)
            NoteEach(made, [.. answer.Json.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("status").GetString()!)]);
        else if (answer.Status == 204)
            NoteAllBut([], made);
        else if (answer is { Status: 400, MediaType: "application/problem+json" } && answer.Json.GetProperty("code").GetString() == "events_rejected")
            NoteAllBut([.. answer.Json.GetProperty("fields").EnumerateArray().Select(f => Place(f.GetProperty("name").GetString()!))], made);
    }

    /// <summary>Holds what the server shows against it.</summary>
    public async Task VerifyAsync()
    {
        foreach (var (companyId, booked) in _booked)
        {
            var usage = await world.Server.Admin.GetAsync($"/billing/usage?companyId={companyId}&start=1970-01-01&end=9999-12-31");
            var company = usage.GetProperty("data").GetProperty("companies")[0];
            Assert.Equal(booked.Events, company.GetProperty("breakdownByCostKey").EnumerateArray().Sum(b => b.GetProperty("events").GetInt32()));
            if (companyId == world.Own.Minutes)
                Assert.Equal(decimal.Round(booked.DurationMs / 60_000m, 6, MidpointRounding.AwayFromZero), company.GetProperty("totalMinutesUsed").GetDecimal());
        }
    }

    private readonly HashSet<(string Company, string Event)> _seen = [(world.Own.Minutes, world.Own.EventId), (world.Own.Credits, world.Own.EventId)];

    private static bool IsDryRun(FuzzCase made) => Uri.UnescapeDataString(string.Join('&', made.Request.Query)).Contains("dryRun=true", StringComparison.Ordinal);

    private void NoteEach(FuzzCase made, string[] statuses)
    {
        foreach (var (sent, status) in Read(made.Request).Zip(statuses))
        {
            if (status == "accepted")
                Note(sent);
            else if (status == "duplicate")
                _seen.Add(sent.Id);
        }
    }

    // A meter's answer lists those that were rejected only: all others were taken, though some may have been before.
    private void NoteAllBut(HashSet<int> rejected, FuzzCase made)
    {
        foreach (var (sent, place) in Read(made.Request).Select((sent, place) => (sent, place)))
        {
            if (!rejected.Contains(place) && _seen.Add(sent.Id))
                Note(sent);
        }
    }

    private static int Place(string field) =>
        field.StartsWith('[') ? int.Parse(field.AsSpan(1, field.IndexOf(']', StringComparison.Ordinal) - 1), CultureInfo.InvariantCulture) : 0;

    private void Note(((string Company, string Event) Id, long DurationMs, bool IsTest) sent)
    {
        _seen.Add(sent.Id);
        if (sent.Id.Company.StartsWith("fz-", StringComparison.Ordinal))
            world.Events.Add(sent.Id);
        if (sent.IsTest || !_booked.TryGetValue(sent.Id.Company, out var booked))
            return;
        _booked[sent.Id.Company] = (booked.Events + 1, booked.DurationMs + sent.DurationMs);
    }

    private static IEnumerable<((string Company, string Event) Id, long DurationMs, bool IsTest)> Read(FuzzRequest request)
    {
        var body = Encoding.UTF8.GetString(request.Body!).TrimStart('\uFEFF');
        if (request.Headers.Any(h => h.Name == "Content-Type" && h.Value.Contains("ndjson", StringComparison.Ordinal)))
            return body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l.Trim().Length > 0).Select(l => One(request, TryParse(l)));
        var json = TryParse(body);
        return json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().Select(e => One(request, e)) : [One(request, json)];
    }

    private static JsonElement TryParse(string line)
    {
        try
        {
            return JsonElement.Parse(line);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static ((string, string), long, bool) One(FuzzRequest request, JsonElement sent)
    {
        var data = Member(sent, "data") is { ValueKind: JsonValueKind.Object } nested ? nested : sent;
        var company = Text(sent, "companyId") ?? Text(sent, "subject") ?? Header(request, "ce-subject");
        var id = Text(sent, "eventId") ?? Text(sent, "id") ?? Header(request, "ce-id");
        var seconds = Member(data, "durationSeconds") is { ValueKind: JsonValueKind.Number } number
            && decimal.TryParse(number.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) && Math.Abs(parsed) < 1_000_000 ? parsed : 0;
        return ((company, id), (long)(seconds * 1_000), Member(data, "isTest") is { ValueKind: JsonValueKind.True });
    }

    private static string Header(FuzzRequest request, string name) => request.Headers.FirstOrDefault(h => h.Name == name).Value ?? "";

    private static JsonElement? Member(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement json, string name)
    {
        try
        {
            return Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }
}
