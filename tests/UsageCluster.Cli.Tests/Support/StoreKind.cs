namespace UsageCluster.Cli.Tests.Support;

public enum StoreKind
{
    Sqlite,
    Postgres,
}
