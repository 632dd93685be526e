using UsageCluster.Core.Events;

namespace UsageCluster.Actors.Companies;

/// <summary>
/// A call that reports one event, by a shell that has its own way to answer its caller. It is told on the actor's turns, and must not run the
/// caller there. Only the first thing that it is told counts.
/// </summary>
public interface IRecordCall
{
    /// <summary>The event.</summary>
    UsageEvent Report { get; }

    /// <summary>What became of the event: after the commit and after the new view is published.</summary>
    void Complete(RecordOutcome outcome);

    /// <summary>It could not be decided; as a rule a <see cref="Ports.RetryableException"/>.</summary>
    void Fail(Exception failure);
}
