using System.CommandLine;

namespace UsageCluster.Cli.Servers;

/// <summary>The options by which commands are told which server to ask, and by which key.</summary>
internal sealed class ServerArguments
{
    /// <summary>The variable that names a server.</summary>
    public const string UrlVariable = "USAGE_URL";

    private const string KeyVariable = "USAGE_KEY";

    private readonly Option<string?> _url;
    private readonly Option<string?> _keyFile = new("--key-file") { Description = $"A file that holds the key. Default: the variable {KeyVariable}", HelpName = "FILE" };

    /// <summary>Adds the options to a command.</summary>
    public ServerArguments(Command command, string urlDescription)
    {
        _url = new Option<string?>("--url") { Description = urlDescription, HelpName = "URL" };
        command.Add(_url);
        command.Add(_keyFile);
    }

    /// <summary>The value of a variable; null: it has none.</summary>
    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>What <c>--url</c> says; null: nothing.</summary>
    public string? UrlOf(ParseResult given) => given.GetValue(_url);

    /// <summary>The address of a text. Throws <see cref="ServerFailedException"/> for what is none.</summary>
    public static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri.Query.Length == 0
            ? uri
            : throw new ServerFailedException("--url is no address of a server, as http://127.0.0.1:8080.");

    /// <summary>The key. Throws <see cref="ServerFailedException"/> where there is none.</summary>
    public async Task<string> KeyAsync(ParseResult given, CancellationToken cancellationToken)
    {
        var key = given.GetValue(_keyFile) is { } file ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim() : Variable(KeyVariable);
        if (string.IsNullOrEmpty(key))
            throw new ServerFailedException($"A key is needed: --key-file FILE, or the variable {KeyVariable}.");
        // What a header cannot carry is no key, and is not repeated.
        return key.AsSpan().ContainsAnyExceptInRange('!', '~') ? throw new ServerFailedException("The key holds characters that no key has.") : key;
    }
}
