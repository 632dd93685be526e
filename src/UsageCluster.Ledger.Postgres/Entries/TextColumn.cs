using Npgsql;
using NpgsqlTypes;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Entries;

/// <summary>One column of texts, which as a rule no row has.</summary>
internal sealed class TextColumn(int count)
{
    private string?[] _values = [];

    /// <summary>The value of a row; null: none.</summary>
    public string? this[int row]
    {
        set
        {
            if (value is null)
                return;
            if (_values.Length == 0)
                _values = new string?[count];
            _values[row] = value;
        }
    }

    /// <summary>The column as an array; empty: all null.</summary>
    public NpgsqlParameter Parameter() => Sql.Array(NpgsqlDbType.Text, _values);
}
