using System.Globalization;
using System.Text.Json.Nodes;
using Signet.Cli.Keys;
using Signet.Shared.Terminal;

namespace Signet.Cli.Output;

/// <summary>Which keys there are and which settings an auditor needs for them. Names and public keys, never a secret.</summary>
internal static class KeysOutput
{
    public static string Text(string logId, LogKeys keys) => string.Join('\n', new[] { $"vkey  {LogKeys.VkeyOf(logId, keys.CheckpointKeys[^1])}" }
        .Concat(keys.CheckpointKeys.SkipLast(1).Select(path => $"earlier vkey  {LogKeys.VkeyOf(logId, path)}"))
        .Append("settings of the next writer, with the paths at which it sees the files:")
        .Concat(Settings(logId, keys).Select(pair => $"  {pair.Key}={SafeText.Of(pair.Value)}")));

    public static string Json(string logId, LogKeys keys) => JsonText.Of(new JsonObject
    {
        ["format"] = "signet-keys/1",
        ["log_id"] = logId,
        ["vkey"] = LogKeys.VkeyOf(logId, keys.CheckpointKeys[^1]),
        ["earlier_vkeys"] = new JsonArray([.. keys.CheckpointKeys.SkipLast(1).Select(path => (JsonNode)LogKeys.VkeyOf(logId, path))]),
        ["settings"] = new JsonObject(Settings(logId, keys).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
    });

    /// <summary>As environment variables; the same names stand in files of settings with a colon for the two underscores.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Settings(string logId, LogKeys keys)
    {
        yield return new("Auditor__LogId", logId);
        yield return new("Auditor__ChainKeyId", ChainName(keys.ChainKeys.Count));
        yield return new("Auditor__ChainRootPath", keys.ChainKeys[^1]);
        yield return new("Auditor__CheckpointSeedPath", keys.CheckpointKeys[^1]);
        for (var i = 0; i < keys.ChainKeys.Count - 1; i++)
        {
            yield return new($"Auditor__PreviousChainRootPaths__{ChainName(i + 1)}", keys.ChainKeys[i]);
        }

        for (var i = 0; i < keys.CheckpointKeys.Count - 1; i++)
        {
            yield return new(string.Create(CultureInfo.InvariantCulture, $"Auditor__PreviousCheckpointSeedPaths__{i}"), keys.CheckpointKeys[i]);
        }
    }

    private static string ChainName(int number) => string.Create(CultureInfo.InvariantCulture, $"chain-{number}");
}
