namespace UsageCluster.TestKit.Postgres;

/// <summary>Which statement each message of a connection is about: statements are prepared, bound, executed and answered by separate messages.</summary>
internal sealed class WireStatements
{
    private const string Sync = "\0sync";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _prepared = [];
    private readonly Dictionary<string, string> _portals = [];

    // What the server has not answered yet, each round up to a sync or query.
    private readonly Queue<(string Sql, bool EndsRound)> _open = new();
    private string _lastAsked = "";
    private string _lastAnswered = "";

    /// <summary>A message of the program.</summary>
    public string Asked(char type, ReadOnlySpan<byte> body)
    {
        lock (_lock)
            return AskedLocked(type, body);
    }

    /// <summary>A message of the server.</summary>
    public string Answered(char type)
    {
        lock (_lock)
        {
            if (_open.TryPeek(out var front) && front.Sql != Sync)
                _lastAnswered = front.Sql;
            switch (type)
            {
                case 'Z':
                    while (_open.TryDequeue(out var done) && !done.EndsRound)
                    {
                    }

                    break;
                // A query may hold several statements: it ends with the round.
                case 'C' or 'I' or 's' when _open.TryPeek(out var answered) && !answered.EndsRound:
                    _open.Dequeue();
                    break;
            }

            return _lastAnswered;
        }
    }

    private string AskedLocked(char type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case 'Q':
                _lastAsked = WireMessage.Text(body);
                _open.Enqueue((_lastAsked, true));
                break;
            case 'P':
                _lastAsked = WireMessage.Text(body[(body.IndexOf((byte)0) + 1)..]);
                _prepared[WireMessage.Text(body)] = _lastAsked;
                break;
            case 'B':
                _lastAsked = _prepared.GetValueOrDefault(WireMessage.Text(body[(body.IndexOf((byte)0) + 1)..]), "");
                _portals[WireMessage.Text(body)] = _lastAsked;
                break;
            case 'E':
                _lastAsked = _portals.GetValueOrDefault(WireMessage.Text(body), "");
                _open.Enqueue((_lastAsked, false));
                break;
            case 'S':
                _open.Enqueue((Sync, true));
                break;
        }

        return _lastAsked;
    }
}
