using System.Collections.Immutable;
using UsageCluster.Actors.Companies;

namespace UsageCluster.Grains.Recording;

/// <summary>How the recorder reaches a company.</summary>
internal interface ICompanyCalls
{
    /// <summary>See <see cref="ICompanyGrain.RecordBatchAsync"/>.</summary>
    ValueTask<ImmutableArray<RecordOutcome>> RecordAsync(string companyId, RecordBatch batch);
}
