using Signet.Ledger.Checkpoints;

namespace Signet.Cli.Witnessing;

/// <summary>The logs that a witness knows, by the origin of their checkpoints, with all keys that it trusts for each.</summary>
internal sealed class WitnessedLogs
{
    private readonly Dictionary<string, List<VerifierKey>> _keys = new(StringComparer.Ordinal);

    /// <exception cref="UserErrorException">A key can't be read, or none is given.</exception>
    public WitnessedLogs(IEnumerable<string> vkeys)
    {
        foreach (var text in vkeys)
        {
            if (!VerifierKey.TryParse(text.Trim(), out var key))
            {
                throw new UserErrorException("--log takes a log's checkpoint key, name+hash+base64.");
            }

            if (!_keys.TryGetValue(key!.Name, out var keys))
            {
                _keys[key.Name] = keys = [];
            }

            keys.Add(key);
        }

        if (_keys.Count == 0)
        {
            throw new UserErrorException("A witness needs at least one --log.");
        }
    }

    public IEnumerable<string> Names => _keys.Keys;

    /// <summary>The keys of a log; null when it isn't known.</summary>
    public IReadOnlyList<VerifierKey>? Find(string origin) => _keys.GetValueOrDefault(origin);
}
