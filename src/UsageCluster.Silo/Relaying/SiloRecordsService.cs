using System.Collections.Immutable;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Grains.Recording;
using UsageCluster.Grains.Relaying;
using UsageCluster.Silo.Companies;

namespace UsageCluster.Silo.Relaying;

/// <summary>
/// Takes events from other silos for the companies that are active here. Only those that go with their company's next append: one company that is
/// slow is not to hold back the answer to the events of others.
/// </summary>
internal sealed class SiloRecordsService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, CompanyRegistry registry)
    : GrainService(id, silo, loggers), ISiloRecords
{
    public async ValueTask<RelayAnswers> RecordAsync(RelayedEvents relayed)
    {
        foreach (var report in relayed.Events)
            UsageEventCheck.ThrowIfInvalid(report);
        var taken = new Task<RecordOutcome?>?[relayed.Events.Length];
        for (var i = 0; i < taken.Length; i++)
            taken[i] = registry.Find(relayed.Events[i].CompanyId)?.RecordAsync(relayed.Events[i], onlyPromptly: true);

        var answers = ImmutableArray.CreateBuilder<RelayAnswer>(taken.Length);
        foreach (var task in taken)
            answers.Add(task is null ? default : await AnswerAsync(task));
        return new RelayAnswers(answers.MoveToImmutable());
    }

    private static async ValueTask<RelayAnswer> AnswerAsync(Task<RecordOutcome?> task)
    {
        try
        {
            return new RelayAnswer(await task, null);
        }
        catch (RetryableException failure)
        {
            return new RelayAnswer(null, failure);
        }
#pragma warning disable CA1031 // The events of other companies have their own answers.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return new RelayAnswer(
                null, new RetryableException(RetryableFailure.UnknownOutcome, $"The company's activation failed: {failure.GetType().Name}."));
        }
    }
}
