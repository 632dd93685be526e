using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace UsageCluster.Core.Tests.Support;

/// <summary>Holds laws against generated cases: the same cases in every run.</summary>
internal static class Law
{
    private const ulong Seed = 20_260_101;

    /// <summary>Holds for so many generated cases; the property throws or returns false where it does not.</summary>
    public static void Holds<T>(Gen<T> cases, int count, Func<T, bool> property) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(new Replay(new Rnd(Seed), FSharpOption<int>.None)),
            Prop.ForAll(cases.ToArbitrary(), property));

    /// <summary>Holds for so many generated cases; the property asserts.</summary>
    public static void Holds<T>(Gen<T> cases, int count, Action<T> property) =>
        Holds(cases, count, value =>
        {
            property(value);
            return true;
        });

    /// <summary>Holds for so many generated cases, one after the other; the property asserts.</summary>
    public static void Holds<T>(Gen<T> cases, int count, Func<T, Task> property) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(new Replay(new Rnd(Seed), FSharpOption<int>.None)),
            Prop.ForAll(cases.ToArbitrary(), property));
}
