using System.CommandLine;
using Signet.Anchorer;
using Signet.Ledger;
using Signet.Ledger.Witnesses;

namespace Signet.Cli.Commands;

/// <summary>The options by which <c>signet up</c> is told of witnesses.</summary>
internal sealed class WitnessArguments
{
    private readonly Option<string[]> _urls = new("--witness")
    {
        Description = "A witness to take checkpoints to (C2SP tlog-witness), NAME=URL. Repeatable; each needs its --witness-key.",
    };

    private readonly Option<string[]> _keys = new("--witness-key")
    {
        Description = "The key of a witness, NAME=KEY: `signet witness` prints it when it starts.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_urls);
        command.Options.Add(_keys);
    }

    /// <exception cref="UserErrorException">The options don't go together, or one can't be used.</exception>
    public IReadOnlyList<WitnessEndpoint> Read(ParseResult parsed)
    {
        var urls = Pairs(parsed.GetValue(_urls), "--witness");
        var keys = Pairs(parsed.GetValue(_keys), "--witness-key");
        return urls.Count == keys.Count && urls.Keys.All(keys.ContainsKey)
            ? [.. urls.Select(pair => Endpoint(pair.Key, pair.Value, keys[pair.Key]))]
            : throw new UserErrorException("Each --witness goes with one --witness-key of the same name.");
    }

    private static WitnessEndpoint Endpoint(string name, string url, string key) => new(
        name,
        HttpAddress.Parse(url, "--witness") is { Query: "", Fragment: "" } address
            ? address
            : throw new UserErrorException("--witness takes an address without query and fragment."),
        CosignerKey.TryParse(key, out var cosigner) ? cosigner! : throw new UserErrorException($"--witness-key of {name} is not the key of a witness."));

    private static Dictionary<string, string> Pairs(string[]? values, string option)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in values ?? [])
        {
            if (value.Split('=', 2) is not [var name, { Length: > 0 } rest] || !LedgerText.IsIdentifier(name) || !pairs.TryAdd(name, rest))
            {
                throw new UserErrorException($"{option} takes NAME=…, with a name of the form [a-z0-9][a-z0-9.-]{{0,127}} and each name once.");
            }
        }

        return pairs;
    }
}
