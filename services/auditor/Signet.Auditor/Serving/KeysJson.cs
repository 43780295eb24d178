using System.Text.Json;
using Signet.Ledger.Entries;

namespace Signet.Auditor.Serving;

/// <summary>The public keys of a log, in pages by name: the one that signs checkpoints, and those of producers, which sign receipts.</summary>
internal static class KeysJson
{
    /// <summary>The most producer keys of a page.</summary>
    public const int MaxKeys = 500;

    public static byte[] Write(string logId, string checkpointVkey, IEnumerable<ProducerKeyBody> keys, string? after, int limit)
    {
        var page = keys.OrderBy(NameOf, StringComparer.Ordinal)
            .Where(key => after is null || string.CompareOrdinal(NameOf(key), after) > 0)
            .Take(limit + 1)
            .ToList();
        var answer = new Dictionary<string, object>
        {
            ["log_id"] = logId,
            ["checkpoint_vkey"] = checkpointVkey,
            ["producer_keys"] = page.Take(limit).Select(Describe).ToArray(),
        };
        if (page.Count > limit)
        {
            answer["next"] = NameOf(page[limit - 1]);
        }

        return JsonSerializer.SerializeToUtf8Bytes(answer);
    }

    private static Dictionary<string, object> Describe(ProducerKeyBody key)
    {
        var described = new Dictionary<string, object> { ["producer"] = key.Producer, ["key_id"] = key.KeyId, ["alg"] = key.Alg };
        if (key.PublicKey is { } octets)
        {
            described["public_key"] = Convert.ToBase64String(octets.Span);
        }

        if (key.NotAfter is { } end)
        {
            described["not_after"] = end.UtcDateTime;
        }

        return described;
    }

    private static string NameOf(ProducerKeyBody key) => key.Producer + "/" + key.KeyId;
}
