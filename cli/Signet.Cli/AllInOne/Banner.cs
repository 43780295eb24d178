using Signet.Messaging;

namespace Signet.Cli.AllInOne;

/// <summary>What <c>signet up</c> says once it serves: where, and what in it is only a stand-in.</summary>
internal static class Banner
{
    public static IEnumerable<string> Lines(AllInOneHost host, AllInOneOptions options)
    {
        yield return $"signet is up.  API: {host.Address}v1   log: {host.Address}log/checkpoint   management: {host.ManagementAddress}readyz";
        yield return $"  log      {host.LogId} in {host.Store}";
        yield return $"  key      {host.CheckpointKey} (checks proofs and checkpoints)";
        if (options.Level == AcknowledgementLevel.Spool)
        {
            yield return "  level    spool: answered once this disk has the record, which reaches the log behind";
        }

        if (host.UsesDevelopmentModel)
        {
            yield return "  model    DEVELOPMENT STAND-IN: repeats what it is told. --upstream names a real one.";
        }

        foreach (var (name, upstream) in options.Upstreams.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var key = upstream is { ApiKey: null, ApiKeyFile: null } ? "the caller's key" : "signet's key";
            yield return $"  model    {name}: {upstream.Label ?? new Uri(upstream.Address).Host}, with {key}";
        }

        yield return host.UsesDevelopmentTsa
            ? "  anchors  DEVELOPMENT STAND-IN: its time stamps prove nothing to anybody else. --tsa names a real authority."
            : $"  anchors  {options.Tsa!.Host}";
        foreach (var witness in options.Witnesses)
        {
            yield return $"  witness  {witness.Name}: {witness.Url.Host}";
        }

        yield return "  stop     Ctrl+C";
    }
}
