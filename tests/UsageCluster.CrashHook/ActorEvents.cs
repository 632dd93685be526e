using System.Diagnostics.Metrics;

namespace UsageCluster.CrashHook;

/// <summary>What the product's actors count, at the moment at which they do: <c>count usage.commit.statements</c>, …</summary>
internal static class ActorEvents
{
    public static void Watch()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "UsageCluster.Actors")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(static (instrument, _, _, _) => CrashPlan.Current.Note($"count {instrument.Name}"));
        listener.Start();
    }
}
