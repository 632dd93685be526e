namespace UsageCluster.Simulation.SmallWorlds;

/// <summary>
/// Walks every path through a tree of choices, depth first. A world that is run again makes the same choices as before up to the last one that has another
/// branch left, and takes that.
/// </summary>
internal sealed class Choices
{
    private readonly List<(int Taken, int Of)> _path = [];
    private int _depth;

    /// <summary>Whether the next choice is one that was made before.</summary>
    public bool IsRepeating => _depth < _path.Count;

    /// <summary>One of so many branches, from 0.</summary>
    public int Next(int branches)
    {
        if (_depth == _path.Count)
            _path.Add((0, branches));
        else if (_path[_depth].Of != branches)
            throw new InvalidOperationException("The same choices led to another world.");
        return _path[_depth++].Taken;
    }

    /// <summary>Begins the next path; false: every one was walked.</summary>
    public bool NextPath()
    {
        _path.RemoveRange(_depth, _path.Count - _depth);
        _depth = 0;
        while (_path.Count > 0)
        {
            var (taken, of) = _path[^1];
            if (taken + 1 < of)
            {
                _path[^1] = (taken + 1, of);
                return true;
            }

            _path.RemoveAt(_path.Count - 1);
        }

        return false;
    }

    public override string ToString() => string.Join(' ', _path.Take(_depth).Select(c => c.Taken));
}
