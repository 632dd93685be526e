using System.Collections.Immutable;
using UsageCluster.Actors.Companies;

namespace UsageCluster.Grains.Recording;

/// <summary>Calls of the companies' grains.</summary>
internal sealed class GrainCalls(IGrainFactory grains) : ICompanyCalls
{
    public ValueTask<ImmutableArray<RecordOutcome>> RecordAsync(string companyId, RecordBatch batch) =>
        grains.GetGrain<ICompanyGrain>(companyId).RecordBatchAsync(batch);
}
