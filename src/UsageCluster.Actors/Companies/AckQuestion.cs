namespace UsageCluster.Actors.Companies;

/// <summary>One company's question whether it must still wait; its continuations run on the asker's own turn.</summary>
internal sealed class AckQuestion(int companyNo) : TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public int CompanyNo { get; } = companyNo;
}
