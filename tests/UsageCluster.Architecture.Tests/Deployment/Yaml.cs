using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace UsageCluster.Architecture.Tests.Deployment;

/// <summary>A node of a YAML document, with anchors and merge keys resolved. A path leads through maps and lists: <c>spec/ports/0/name</c>.</summary>
internal sealed class Yaml
{
    private readonly object? _value;

    private Yaml(object? value) => _value = value;

    /// <summary>The documents of a file.</summary>
    public static List<Yaml> Documents(string path)
    {
        // One parser for each document: what the merging one reads ahead would span them.
        var stream = new YamlStream();
        stream.Load(new StringReader(Repository.Text(path)));
        return [.. stream.Documents.Select(document => new Yaml(Resolved(document)))];
    }

    public bool IsThere => _value is not null;

    public string Text => _value as string ?? throw new InvalidOperationException("There is no text here.");

    public int Number => int.Parse(Text, CultureInfo.InvariantCulture);

    public IEnumerable<Yaml> Items => (_value as List<object?> ?? []).Select(item => new Yaml(item));

    public IEnumerable<string> Texts => Items.Select(item => item.Text);

    public IEnumerable<(string Key, Yaml Value)> Entries =>
        (_value as Dictionary<object, object?> ?? []).Select(entry => ((string)entry.Key, new Yaml(entry.Value)));

    public IEnumerable<string> Keys => Entries.Select(entry => entry.Key);

    public Yaml this[string path] => path.Split('/').Aggregate(this, (node, step) => node.Step(step));

    private Yaml Step(string step) => _value switch
    {
        Dictionary<object, object?> map => new Yaml(map.GetValueOrDefault(step)),
        List<object?> list when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count => new Yaml(list[index]),
        _ => new Yaml(null),
    };

    private static object? Resolved(YamlDocument document)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        new YamlStream(document).Save(text, assignAnchors: false);
        var parser = new MergingParser(new Parser(new StringReader(text.ToString())));
        parser.Consume<StreamStart>();
        return new DeserializerBuilder().Build().Deserialize<object?>(parser);
    }
}
