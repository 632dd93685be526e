using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace UsageCluster.Grains.Tests.Support;

/// <summary>The serializer as a client or a silo has it.</summary>
internal static class Bytes
{
    private static readonly ServiceProvider Services =
        new ServiceCollection().AddSerializer(s => s.AddAssembly(typeof(ICompanyGrain).Assembly).AddAssembly(typeof(Bytes).Assembly)).BuildServiceProvider();

    public static Serializer Serializer => Services.GetRequiredService<Serializer>();

    public static DeepCopier Copier => Services.GetRequiredService<DeepCopier>();

    /// <summary>With the type's name, as an answer to a call has it.</summary>
    public static byte[] Of(object value) => Serializer.SerializeToArray<object>(value);

    public static object Back(byte[] bytes) => Serializer.Deserialize<object>(bytes)!;

    public static T RoundTrip<T>(T value) => Serializer.Deserialize<T>(Serializer.SerializeToArray(value))!;
}
