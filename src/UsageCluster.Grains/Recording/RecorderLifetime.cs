namespace UsageCluster.Grains.Recording;

/// <summary>
/// Stops the recorder as the first thing that the cluster client does when it stops: whatever stopped before it could still record, and the
/// connections are still there.
/// </summary>
internal sealed class RecorderLifetime(IServiceProvider services) : ILifecycleParticipant<IClusterClientLifecycle>
{
    public void Participate(IClusterClientLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(RecorderLifetime), ServiceLifecycleStage.Last, _ => Task.CompletedTask, StopAsync);

    private Task StopAsync(CancellationToken cancellationToken) =>
        services.GetService(typeof(UsageRecorder)) is UsageRecorder recorder ? recorder.StopAsync(cancellationToken) : Task.CompletedTask;
}
