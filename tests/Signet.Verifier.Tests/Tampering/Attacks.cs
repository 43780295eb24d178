namespace Signet.Verifier.Tests.Tampering;

/// <summary>Everything that somebody with the bucket's credentials can do, alone and with the auditor's keys.</summary>
internal static class Attacks
{
    private const string Bucket = "bucket";
    private const string Done = "stores it";
    private const string Refused = "refuses";
    private const long Target = 2;
    private const long Last = 4;

    private static readonly DateTimeOffset Locked = Writer.Now.AddDays(2 * Writer.RetainDays);
    private static readonly DateTimeOffset Soon = Writer.Now.AddMinutes(1);

    public static IReadOnlyList<Attack> All { get; } =
    [
        new("nothing", "–", false, scene => Task.FromResult((scene, "–"))),
        new("the same octets again as a new version", Bucket, true, scene => PutAsync(scene, Target, octets => octets)),
        new("a new version with one octet changed", Bucket, true, scene => PutAsync(scene, Target, Changed)),
        new("a truncated new version", Bucket, true, scene => PutAsync(scene, Target, octets => octets[..(octets.Length / 2)])),
        new("two segments swapped by new versions", Bucket, true, SwapAsync),
        new("a delete marker", Bucket, true, scene => HideAsync(scene, Target)),
        new("a delete marker on the last segment", Bucket, true, scene => HideAsync(scene, Last)),
        new("a delete marker, then another segment in its place", Bucket, true, RecreateAsync),
        new("a segment behind the last one", Bucket, true, scene => PutAsync(scene, Last + 1, octets => octets, from: Last)),
        new("a version deleted for good", Bucket, false, DestroyAsync),
        new("a shorter retention", Bucket, false, ShortenAsync),
        new("the log stored again without a lock", Bucket, true, UnlockedAsync),
        new("another checkpoint", Bucket, true, scene => ReplaceAsync(scene, "checkpoint", Changed)),
        new("another state object", Bucket, false, scene => ReplaceAsync(scene, $"state/{Last:d20}", Changed)),
        new("rolled back: the bucket replaced by an older copy of it", Bucket, true, async scene => (await scene.EarlierAsync(2), Done)),
        new("restored from a backup, and written on", "bucket, a backup", true, async scene => (await scene.ForkedAsync(true, true), Done)),
        new("forked, the chain made with another root secret, the old checkpoint kept", Bucket, true, async scene => (await scene.ForkedAsync(false, false, keepsCheckpoint: true), Done)),
        new("forked with the root secret, the checkpoint signed by another key", "bucket, root secret", true, async scene => (await scene.ForkedAsync(true, false), Done)),
        new("forked with the root secret, the old checkpoint kept", "bucket, root secret", true, async scene => (await scene.ForkedAsync(true, false, keepsCheckpoint: true), Done)),
        new("forked with the checkpoint key, the chain made with another root secret", "bucket, checkpoint key", true, async scene => (await scene.ForkedAsync(false, true), Done)),
        new("forked with both", "bucket, both keys", true, async scene => (await scene.ForkedAsync(true, true), Done)),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static byte[] Changed(byte[] octets)
    {
        octets[octets.Length / 2] ^= 1;
        return octets;
    }

    private static async Task<byte[]> ReadAsync(Scene scene, long segment) =>
        (await scene.Store.Segments.ReadSegmentAsync(Writer.LogId, segment, Token))!.Value.ToArray();

    private static async Task<(Scene, string)> PutAsync(Scene scene, long segment, Func<byte[], byte[]> change, long? from = null)
    {
        await scene.Store.PutVersionAsync(Writer.LogId, segment, change(await ReadAsync(scene, from ?? segment)), Locked, Token);
        return (scene, Done);
    }

    private static async Task<(Scene, string)> SwapAsync(Scene scene)
    {
        var (one, other) = (await ReadAsync(scene, Target), await ReadAsync(scene, Target - 1));
        await scene.Store.PutVersionAsync(Writer.LogId, Target, other, Locked, Token);
        await scene.Store.PutVersionAsync(Writer.LogId, Target - 1, one, Locked, Token);
        return (scene, Done);
    }

    private static async Task<(Scene, string)> HideAsync(Scene scene, long segment)
    {
        await scene.Store.HideAsync(Writer.LogId, segment, Token);
        return (scene, Done);
    }

    private static async Task<(Scene, string)> RecreateAsync(Scene scene)
    {
        var octets = Changed(await ReadAsync(scene, Target));
        await scene.Store.HideAsync(Writer.LogId, Target, Token);
        await scene.Store.PutVersionAsync(Writer.LogId, Target, octets, Soon, Token);
        return (scene, Done);
    }

    private static async Task<(Scene, string)> DestroyAsync(Scene scene) =>
        (scene, await scene.Store.DestroyAsync(Writer.LogId, Target, Token) ? Done : Refused);

    private static async Task<(Scene, string)> ShortenAsync(Scene scene) =>
        (scene, await scene.Store.ShortenAsync(Writer.LogId, Target, Soon, Token) ? Done : Refused);

    /// <summary>Another bucket in the place of the first, with the same objects and less to hold them.</summary>
    private static async Task<(Scene, string)> UnlockedAsync(Scene scene)
    {
        var octets = new List<byte[]>();
        for (var segment = 0L; segment <= Last; segment++)
        {
            octets.Add(await ReadAsync(scene, segment));
        }

        await scene.EarlierAsync(0);
        for (var segment = 0; segment <= Last; segment++)
        {
            await scene.Store.PutVersionAsync(Writer.LogId, segment, octets[segment], null, Token);
        }

        return (scene, Done);
    }

    private static async Task<(Scene, string)> ReplaceAsync(Scene scene, string name, Func<byte[], byte[]> change)
    {
        var octets = (await scene.Store.Derived.ReadAsync(Writer.LogId, name, Token))!.Value.ToArray();
        await scene.Store.Derived.PutAsync(Writer.LogId, name, change(octets), Token);
        return (scene, Done);
    }
}
