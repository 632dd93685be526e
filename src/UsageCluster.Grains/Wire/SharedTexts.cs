namespace UsageCluster.Grains.Wire;

/// <summary>Numbers of the texts that packed content repeats, in order of their first use.</summary>
internal sealed class SharedTexts
{
    private readonly List<string> _texts = [];
    private Dictionary<string, int>? _numbers;
    private int _next;

    /// <summary>The number of a text; a new one gets the next.</summary>
    public int NumberOf(string text, out bool isNew)
    {
        isNew = false;

        // Companies use the same cost keys in the same order as a rule: the one after the last is tried before the hash.
        for (var i = 0; i < 2; i++)
        {
            var likely = i == 0 ? _next : 0;
            if (likely < _texts.Count && _texts[likely] == text)
            {
                _next = likely + 1;
                return likely;
            }
        }

        _numbers ??= new Dictionary<string, int>(StringComparer.Ordinal);
        if (!_numbers.TryGetValue(text, out var number))
        {
            number = _texts.Count;
            _numbers.Add(text, number);
            _texts.Add(text);
            isNew = true;
        }

        _next = number + 1;
        return number;
    }
}
