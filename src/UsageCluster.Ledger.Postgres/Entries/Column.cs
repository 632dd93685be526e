using Npgsql;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Entries;

/// <summary>One column of rows that are sent together. As a rule every row has a value, or none has: only a mixture is sent with its nulls.</summary>
internal sealed class Column<T>(int count)
    where T : struct
{
    private T[] _values = [];
    private bool[]? _isSet;
    private int _set;

    /// <summary>The value of a row, which is set once; null: none.</summary>
    public T? this[int row]
    {
        set
        {
            if (value is not { } present)
                return;
            if (_values.Length == 0)
                _values = new T[count];
            // Rows come in order: a gap shows here.
            if (_set < row && _isSet is null)
            {
                _isSet = new bool[count];
                _isSet.AsSpan(0, _set).Fill(true);
            }

            _values[row] = present;
            _set++;
            if (_isSet is not null)
                _isSet[row] = true;
        }
    }

    /// <summary>The column as an array; empty: all null.</summary>
    public NpgsqlParameter Parameter()
    {
        if (_set == 0 || _set == count)
            return Sql.Array(_values);
        var mixed = new T?[_values.Length];
        for (var i = 0; i < mixed.Length; i++)
            mixed[i] = _isSet is null ? (i < _set ? _values[i] : null) : (_isSet[i] ? _values[i] : null);
        return Sql.Array(mixed);
    }
}
