using System.Text.RegularExpressions;

namespace UsageCluster.Architecture.Tests.Deployment;

public partial class ComposeTests
{
    private static readonly Yaml Compose = Yaml.Documents("docker-compose.yml").Single();

    private static readonly string[] SiloNames = ["silo1", "silo2"];

    public static TheoryData<string> Silos => [.. SiloNames];

    public static TheoryData<string> Services => [.. Compose["services"].Keys];

    public static TheoryData<string> SettingsOfSilos => [.. SiloNames.SelectMany(silo => Service(silo)["environment"].Keys).Distinct()];

    [Theory]
    [MemberData(nameof(SettingsOfSilos))]
    public void A_silo_is_given_settings_that_the_program_reads(string key) => Assert.True(ConfigurationKeys.Contains(key), key);

    [Theory]
    [MemberData(nameof(SettingsOfSilos))]
    public void A_misspelt_setting_would_be_found(string key) => Assert.False(ConfigurationKeys.Contains(key[..^1]), key);

    [Theory]
    [MemberData(nameof(Silos))]
    public void A_silo_is_given_secrets_that_the_program_reads_where_it_looks_for_them(string silo)
    {
        Assert.Equal("/run/secrets", Service(silo)["environment/USAGE_SECRETS_DIR"].Text);
        Assert.NotEmpty(Service(silo)["secrets"].Texts);
        Assert.All(Service(silo)["secrets"].Texts, secret => Assert.True(ConfigurationKeys.Contains(secret), secret));
    }

    [Fact]
    public void Every_secret_is_a_file_that_the_script_makes() =>
        Assert.All(Compose["secrets"].Entries, secret =>
        {
            Assert.Equal($"./secrets/{secret.Key}", secret.Value["file"].Text);
            Assert.Contains(secret.Key, ProgramFacts.MadeSecrets);
        });

    [Theory]
    [MemberData(nameof(Services))]
    public void What_a_service_mounts_is_in_the_tree(string service) =>
        Assert.All(
            Service(service)["volumes"].Texts.Where(volume => volume.StartsWith("./", StringComparison.Ordinal)),
            volume => Assert.True(Repository.Exists(volume.Split(':')[0][2..]), volume));

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_may_write_and_do_nothing_but_what_it_is_given(string service)
    {
        Assert.Equal("true", Service(service)["read_only"].Text);
        Assert.Equal(["ALL"], Service(service)["cap_drop"].Texts);
        Assert.False(Service(service)["cap_add"].IsThere);
        Assert.Equal("unless-stopped", Service(service)["restart"].Text);
        Assert.True(Service(service)["deploy/resources/limits/memory"].IsThere);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void An_image_is_named_by_its_version(string service) =>
        Assert.True(ProgramFacts.IsPinned(Service(service)["image"].Text), Service(service)["image"].Text);

    [Theory]
    [MemberData(nameof(Silos))]
    public void A_silo_has_longer_to_stop_than_it_takes(string silo)
    {
        var settings = Service(silo)["environment"];
        var needed = ProgramFacts.SecondsToStop(settings["Silo__StopTimeout"].Text, settings["USAGE_DRAIN_MS"].Text);
        Assert.InRange(ProgramFacts.Seconds(Service(silo)["stop_grace_period"].Text), needed, 2 * needed);
    }

    [Theory]
    [MemberData(nameof(Silos))]
    public void A_silo_is_asked_for_its_health_by_the_programs_own_command(string silo)
    {
        var test = Service(silo)["healthcheck/test"].Texts.ToList();
        var port = ProgramFacts.PortOf(Service(silo)["environment/ASPNETCORE_URLS"].Text);
        Assert.Equal(["CMD", ProgramFacts.EntryPoint, ProgramFacts.HealthCommand], test[..3]);
        Assert.Equal($"http://127.0.0.1:{port}", test[3][..test[3].IndexOf("/healthz", StringComparison.Ordinal)]);
        Assert.Contains(new Uri(test[3]).AbsolutePath, ProgramFacts.HealthPaths);
    }

    [Theory]
    [MemberData(nameof(Silos))]
    public void A_silo_advertises_its_address_in_the_network_of_the_silos(string silo) =>
        Assert.Equal(Service(silo)["networks/back/ipv4_address"].Text, Service(silo)["environment/Silo__AdvertisedAddress"].Text);

    [Fact]
    public void The_proxy_knows_every_silo_by_name_and_port() =>
        Assert.Equal(
            SiloNames.Select(silo => $"{silo}:{ProgramFacts.PortOf(Service(silo)["environment/ASPNETCORE_URLS"].Text)}"),
            Upstream().Matches(Repository.Text("deploy/nginx/nginx.conf")).Select(m => m.Groups["place"].Value));

    [Theory]
    [MemberData(nameof(Silos))]
    public void A_silos_telemetry_goes_where_the_collector_listens(string silo)
    {
        var place = new Uri(Service(silo)["environment/OTEL_EXPORTER_OTLP_ENDPOINT"].Text);
        var collector = Yaml.Documents("deploy/otel/collector.yaml").Single();
        Assert.Contains(place.Host, Compose["services"].Keys);
        Assert.Equal(place.Port, ProgramFacts.PortOf(collector["receivers/otlp/protocols/grpc/endpoint"].Text));
    }

    [Fact]
    public void Redis_keeps_what_it_is_told()
    {
        var settings = Repository.Text("deploy/redis/redis.conf").Split('\n');
        Assert.Contains("appendonly yes", settings);
        Assert.Contains("maxmemory-policy noeviction", settings);
    }

    private static Yaml Service(string name) => Compose["services"][name];

    [GeneratedRegex(@"^\s+server (?<place>\w+:\d+)", RegexOptions.Multiline)]
    private static partial Regex Upstream();
}
