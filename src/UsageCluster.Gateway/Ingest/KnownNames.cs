using System.Text;

namespace UsageCluster.Gateway.Ingest;

/// <summary>The member names of an object that are read.</summary>
internal sealed class KnownNames(params string[] names)
{
    private readonly byte[][] _utf8 = [.. names.Select(Encoding.UTF8.GetBytes)];

    /// <summary>The place of a name, -1 if it is none of them. Writers keep an order, so <paramref name="expected"/> is looked at first.</summary>
    public int IndexOf(ReadOnlySpan<byte> utf8, int expected)
    {
        for (var i = 0; i < _utf8.Length; i++)
        {
            var index = (expected + i) % _utf8.Length;
            if (utf8.SequenceEqual(_utf8[index]))
                return index;
        }

        return -1;
    }

    /// <summary>The same for a name with escapes.</summary>
    public int IndexOf(string name) => Array.IndexOf(names, name);
}
