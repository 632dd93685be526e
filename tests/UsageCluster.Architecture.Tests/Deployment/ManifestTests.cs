using System.Globalization;

namespace UsageCluster.Architecture.Tests.Deployment;

public class ManifestTests
{
    private const string Base = "k8s/base";

    private static readonly string[] Overlays = ["k8s/overlays/dev", "k8s/overlays/prod"];

    private static readonly Yaml Deployment = Yaml.Documents($"{Base}/deployment.yaml").Single();

    private static readonly Yaml Pod = Deployment["spec/template/spec"];

    private static readonly Yaml Silo = Pod["containers/0"];

    private static readonly Dictionary<string, string> Settings =
        Repository.Text($"{Base}/settings.env").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);

    public static TheoryData<string> Kustomizations =>
        [.. Repository.Files("k8s", "/kustomization.yaml"), .. Repository.Files("deploy", "/kustomization.yaml")];

    public static TheoryData<string> Keys =>
        [.. Settings.Keys.Concat(Overlays.SelectMany(KeysOf)).Concat(Silo["env"].Items.Select(e => e["name"].Text)).Distinct()];

    public static TheoryData<string> Images =>
    [
        .. from file in Repository.Files("k8s", ".yaml")
           from document in Yaml.Documents(file)
           from container in document["spec/template/spec/containers"].Items
           where container["image"].IsThere
           select container["image"].Text,
    ];

    [Theory]
    [MemberData(nameof(Kustomizations))]
    public void Everything_that_a_kustomization_names_is_there(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var kustomization = Yaml.Documents(file).Single();
        var named = kustomization["resources"].Texts
            .Concat(kustomization["patches"].Items.Where(p => p["path"].IsThere).Select(p => p["path"].Text))
            .Concat(kustomization["configMapGenerator"].Items.SelectMany(g => g["envs"].Texts.Concat(g["files"].Texts)));
        Assert.All(named, name => Assert.True(Repository.Exists(Path.Combine(folder, name)), name));
        Assert.NotEmpty(named);
    }

    [Theory]
    [MemberData(nameof(Kustomizations))]
    public void Every_manifest_beside_a_kustomization_is_named_by_it(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var kustomization = Repository.Text(file);
        Assert.All(
            Repository.Files(folder, ".yaml").Where(f => f != file),
            f => Assert.Contains(Path.GetFileName(f), kustomization, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_silo_is_given_settings_that_the_program_reads(string key) => Assert.True(ConfigurationKeys.Contains(key), key);

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_misspelt_setting_would_be_found(string key) => Assert.False(ConfigurationKeys.Contains(key[..^1]), key);

    [Fact]
    public void A_silo_is_given_secrets_that_the_program_reads_where_it_looks_for_them()
    {
        var mounted = Silo["volumeMounts"].Items.Single(m => m["name"].Text == "secrets")["mountPath"].Text;
        Assert.Equal(Settings["USAGE_SECRETS_DIR"], mounted);
        var files = Pod["volumes"].Items.Single(v => v["name"].Text == "secrets")["secret/items"].Items.ToList();
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.True(ConfigurationKeys.Contains(f["path"].Text), f["path"].Text));
    }

    [Fact]
    public void Every_secret_of_a_manifest_is_a_file_that_the_script_makes() =>
        Assert.All(
            from file in Repository.Files("k8s", ".yaml")
            from document in Yaml.Documents(file)
            from volume in document["spec/template/spec/volumes"].Items
            from item in volume["secret/items"].Items
            select item["key"].Text,
            key => Assert.Contains(key, ProgramFacts.MadeSecrets));

    [Fact]
    public void The_pods_address_is_what_a_silo_advertises() =>
        Assert.Equal("status.podIP", Silo["env"].Items.Single(e => e["name"].Text == "Silo__AdvertisedAddress")["valueFrom/fieldRef/fieldPath"].Text);

    [Fact]
    public void The_ports_of_the_pod_are_those_that_it_is_told_to_use()
    {
        var ports = Silo["ports"].Items.ToDictionary(p => p["name"].Text, p => p["containerPort"].Number);
        Assert.Equal(ProgramFacts.PortOf(Settings["ASPNETCORE_URLS"]), ports["http"]);
        Assert.Equal(int.Parse(Settings["Silo__SiloPort"], CultureInfo.InvariantCulture), ports["silo"]);
        Assert.Equal(int.Parse(Settings["Silo__GatewayPort"], CultureInfo.InvariantCulture), ports["gateway"]);
        var reached = Yaml.Documents($"{Base}/network-policy.yaml").Single()["spec"];
        Assert.Equal(["http", "silo", "gateway"], reached["ingress"].Items.SelectMany(r => r["ports"].Items).Select(p => p["port"].Text));
        Assert.Equal([ports["silo"], ports["gateway"]], reached["egress/0/ports"].Items.Select(p => p["port"].Number));
    }

    [Theory]
    [InlineData("startupProbe", "/healthz/startup")]
    [InlineData("readinessProbe", "/healthz/ready")]
    [InlineData("livenessProbe", "/healthz/live")]
    public void A_probe_asks_what_the_program_answers(string probe, string path)
    {
        Assert.Equal(path, Silo[probe]["httpGet/path"].Text);
        Assert.Contains(path, ProgramFacts.HealthPaths);
        Assert.Equal("http", Silo[probe]["httpGet/port"].Text);
    }

    [Fact]
    public void A_pod_has_longer_to_stop_than_it_takes()
    {
        var needed = ProgramFacts.SecondsToStop(Settings["Silo__StopTimeout"], Settings["USAGE_DRAIN_MS"]);
        Assert.InRange(Pod["terminationGracePeriodSeconds"].Number, needed, 2 * needed);
    }

    [Fact]
    public void A_rollout_adds_one_silo_before_it_takes_one_away()
    {
        Assert.Equal("0", Deployment["spec/strategy/rollingUpdate/maxUnavailable"].Text);
        Assert.Equal("1", Deployment["spec/strategy/rollingUpdate/maxSurge"].Text);
        Assert.True(Deployment["spec/minReadySeconds"].Number >= 30);
    }

    [Fact]
    public void A_silo_has_no_rights_and_no_limit_of_processors()
    {
        Assert.Equal("true", Pod["securityContext/runAsNonRoot"].Text);
        Assert.Equal("RuntimeDefault", Pod["securityContext/seccompProfile/type"].Text);
        Assert.Equal("true", Silo["securityContext/readOnlyRootFilesystem"].Text);
        Assert.Equal(["ALL"], Silo["securityContext/capabilities/drop"].Texts);
        Assert.Equal("false", Pod["automountServiceAccountToken"].Text);
        Assert.Equal(["memory"], Silo["resources/limits"].Keys);
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void An_image_is_named_by_its_version(string image) => Assert.True(ProgramFacts.IsPinned(image), image);

    [Fact]
    public void An_overlay_names_its_own_version_of_the_image() =>
        Assert.All(
            Overlays.SelectMany(o => Yaml.Documents($"{o}/kustomization.yaml").Single()["images"].Items),
            image =>
            {
                Assert.Equal(Silo["image"].Text.Split(':')[0], image["name"].Text);
                Assert.True(ProgramFacts.IsPinned($"{image["newName"].Text}:{image["newTag"].Text}"));
            });

    private static IEnumerable<string> KeysOf(string overlay) =>
        Yaml.Documents($"{overlay}/kustomization.yaml").Single()["configMapGenerator"].Items
            .SelectMany(g => g["literals"].Texts).Select(literal => literal.Split('=', 2)[0]);
}
