using System.Threading.Channels;
using Npgsql;

namespace UsageCluster.Bench.Rivals.Limit;

/// <summary>Puts the rows of calls that wait together into statements of the product's size, on the connections that serve it best.</summary>
internal sealed class LimitIngest
{
    private readonly Channel<(int Rows, TaskCompletionSource Done)> _waiting = Channel.CreateUnbounded<(int, TaskCompletionSource)>();

    public LimitIngest(UnnestInsert insert, int rowsPerStatement, int connections)
    {
        for (var i = 0; i < connections; i++)
            _ = Task.Run(() => InsertAsync(insert, rowsPerStatement));
    }

    /// <summary>Returns once so many rows are durable.</summary>
    public Task AddAsync(int rows)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite((rows, done));
        return done.Task;
    }

    private async Task InsertAsync(UnnestInsert insert, int rowsPerStatement)
    {
        var taken = new List<TaskCompletionSource>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var rows = 0;
            while (rows < rowsPerStatement && _waiting.Reader.TryRead(out var call))
            {
                rows += call.Rows;
                taken.Add(call.Done);
            }

            try
            {
                if (rows > 0)
                    await insert.InsertAsync(rows);
                taken.ForEach(t => t.SetResult());
            }
            catch (NpgsqlException e)
            {
                taken.ForEach(t => t.SetException(e));
            }

            taken.Clear();
        }
    }
}
