using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization.Configuration;
using UsageCluster.Orleans.Tests.Contract;

namespace UsageCluster.Orleans.Tests.Versions;

/// <summary>A cluster in the middle of an upgrade: its second silo sends and reads a later version's wire types; its client this one's.</summary>
public sealed class MixedCluster : ContractCluster
{
    internal override void Configure(string siloName, ISiloBuilder silo)
    {
        // Names end by the silo's number, from 0.
        if (siloName.EndsWith('1'))
            silo.Services.PostConfigure<TypeManifestOptions>(LaterTypes.Use);
    }
}
