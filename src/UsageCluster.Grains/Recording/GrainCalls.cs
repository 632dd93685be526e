using System.Collections.Immutable;
using UsageCluster.Actors.Companies;

namespace UsageCluster.Grains.Recording;

/// <summary>Calls of the companies' grains.</summary>
internal sealed class GrainCalls(IGrainFactory grains) : ICompanyCalls
{
    // Named, as in every address, rather than looked up: a client looks for classes once a minute, and while it knows of no silo for companies it
    // would refuse to send at all. The silo that is asked knows better, and fails what can be tried again.
    private static readonly GrainType Company = GrainType.Create("company");

    public ValueTask<ImmutableArray<RecordOutcome>> RecordAsync(string companyId, RecordBatch batch) =>
        grains.GetGrain<ICompanyGrain>(GrainId.Create(Company, IdSpan.Create(companyId))).RecordBatchAsync(batch);
}
