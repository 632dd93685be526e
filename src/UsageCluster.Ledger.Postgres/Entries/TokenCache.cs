using System.Collections.Concurrent;

namespace UsageCluster.Ledger.Postgres.Entries;

/// <summary>Numbers of cost keys and agent foci, both ways. Only grows: whoever holds it finds again what was found before.</summary>
/// <param name="history">The database's history that gave the numbers out.</param>
internal sealed class TokenCache(int history)
{
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, string> _texts = new();

    public int History { get; } = history;

    public int Count => _numbers.Count;

    public bool Has(string token) => _numbers.ContainsKey(token);

    public bool Has(int number) => _texts.ContainsKey(number);

    public int Number(string token) => _numbers[token];

    public int? NumberOrNull(string? token) => token is null ? null : _numbers[token];

    public string Text(int number) => _texts[number];

    public string? TextOrNull(int? number) => number is { } known ? _texts[known] : null;

    public void Add(int number, string token)
    {
        _numbers[token] = number;
        _texts[number] = token;
    }
}
