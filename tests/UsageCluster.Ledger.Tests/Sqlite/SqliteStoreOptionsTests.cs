using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Ledger.Sqlite;

namespace UsageCluster.Ledger.Tests.Sqlite;

public sealed class SqliteStoreOptionsTests
{
    private static readonly SqliteStoreOptions Good = new() { DataDirectory = "data" };

    public static TheoryData<SqliteStoreOptions> Bad =>
    [
        Good with { DataDirectory = " " },
        Good with { FileName = "" },
        Good with { FileName = "../usage.db" },
        Good with { ReadConnections = 0 },
        Good with { ReadConnections = 65 },
        Good with { ReadQueueMax = 0 },
        Good with { WriteQueueMax = 0 },
        Good with { GroupWritesMax = 0 },
        Good with { GroupEntriesMax = 0 },
        Good with { CheckpointPages = 0 },
        Good with { WriterCacheKiB = 0 },
        Good with { ReaderCacheKiB = 0 },
        Good with { ChangesMax = -1 },
        Good with { RevisionsKept = 0 },
        Good with { NamesCachedMax = 0 },
    ];

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task An_option_outside_its_range_is_refused(SqliteStoreOptions options) => await Assert.ThrowsAnyAsync<ArgumentException>(
        () => SqliteStore.OpenAsync(options, NullLoggerFactory.Instance, CancellationToken.None));

    [Fact]
    public void The_defaults_are_in_range() => Good.Validate();

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_no_locked_one()
    {
        var file = Path.GetTempFileName();
        try
        {
            await Assert.ThrowsAsync<IOException>(() => SqliteStore.OpenAsync(
                new SqliteStoreOptions { DataDirectory = file }, NullLoggerFactory.Instance, CancellationToken.None));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
