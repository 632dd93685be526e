using System.Buffers.Binary;
using System.Text;

namespace UsageCluster.TestKit.Postgres;

/// <summary>A message of PostgreSQL's protocol, version 3, on its way.</summary>
/// <param name="Connection">The connection that it goes by.</param>
/// <param name="IsFromServer">Whether the server sent it.</param>
/// <param name="Type">
/// What it is. Of a program: <c>Q</c> query, <c>P</c> parse, <c>B</c> bind, <c>E</c> execute, <c>S</c> sync, … Of the server: <c>C</c> command complete,
/// <c>D</c> row, <c>E</c> error, <c>Z</c> ready for query, …
/// </param>
/// <param name="Body">What follows its length.</param>
/// <param name="Sql">
/// The statement that it is about: that of a query or parse; of a bind or execute the one that is bound; of a sync the last one before it; of the server the
/// one that it answers. Empty: none.
/// </param>
public sealed record WireMessage(WireConnection Connection, bool IsFromServer, char Type, ReadOnlyMemory<byte> Body, string Sql)
{
    /// <summary>Whether it is of the program, of this type and about a statement that holds the text.</summary>
    public bool Asks(char type, string text) => !IsFromServer && Type == type && Sql.Contains(text, StringComparison.Ordinal);

    /// <summary>Whether it is of the server, of this type and about a statement that holds the text.</summary>
    public bool Answers(char type, string text) => IsFromServer && Type == type && Sql.Contains(text, StringComparison.Ordinal);

    /// <summary>Of a bind: the values of its parameters as they were sent; null: none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>?> Parameters()
    {
        var at = Body.Span.IndexOf((byte)0) + 1;
        at += Body.Span[at..].IndexOf((byte)0) + 1;
        at += 2 + (2 * BinaryPrimitives.ReadInt16BigEndian(Body.Span[at..]));
        var values = new ReadOnlyMemory<byte>?[BinaryPrimitives.ReadInt16BigEndian(Body.Span[at..])];
        at += 2;
        for (var i = 0; i < values.Length; i++)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(Body.Span[at..]);
            at += 4;
            if (length < 0)
                continue;
            values[i] = Body.Slice(at, length);
            at += length;
        }

        return values;
    }

    /// <inheritdoc />
    public override string ToString() => $"{(IsFromServer ? "<" : ">")} {Type} {Body.Length} {Sql}";

    /// <summary>A text that ends with a zero.</summary>
    internal static string Text(ReadOnlySpan<byte> from) => Encoding.UTF8.GetString(from[..from.IndexOf((byte)0)]);
}
