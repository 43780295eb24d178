using System.Diagnostics;
using Signet.Auditor.Keys;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Verification;
using Signet.Storage;
using Signet.Testing;
using Xunit;

namespace Signet.Auditor.Tests.Keys;

/// <summary>The keys that a test log had, has, and will have: generation n has the chain key <c>chain.n</c>. The first is that of <see cref="TestAuditor"/>.</summary>
internal static class TestKeys
{
    private static readonly ReadOnlyMemory<byte>[] Secrets = [.. Enumerable.Range(0, 8).Select(i => (ReadOnlyMemory<byte>)Enumerable.Repeat((byte)(7 + (10 * i)), 32).ToArray())];
    private static readonly ReadOnlyMemory<byte>[] Seeds = [.. Enumerable.Range(0, 8).Select(i => (ReadOnlyMemory<byte>)Enumerable.Repeat((byte)(9 + (10 * i)), 32).ToArray())];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Keys of the settings: chain key and checkpoint key each of a generation, with all before them as previous ones.</summary>
    public static AuditorKeys Of(int chain, int checkpoint, params (string Producer, string KeyId)[] revoked) => new()
    {
        ChainKeyId = $"chain.{chain}",
        ChainRootSecret = Secrets[chain - 1],
        CheckpointSeed = Seeds[checkpoint - 1],
        PreviousChainKeys = Enumerable.Range(1, chain - 1).ToDictionary(i => $"chain.{i}", i => Secrets[i - 1]),
        PreviousCheckpointSeeds = Seeds[..(checkpoint - 1)],
        RevokedProducerKeys = revoked,
    };

    /// <summary>The options of an auditor that starts with these keys.</summary>
    public static AuditorOptions Options(AuditorKeys keys, Func<AuditorKeys>? readKeys = null)
    {
        var given = TestAuditor.Options();
        return new AuditorOptions
        {
            LogId = given.LogId,
            WriterId = given.WriterId,
            ChainKeyId = keys.ChainKeyId,
            ChainRootSecret = keys.ChainRootSecret,
            CheckpointSeed = keys.CheckpointSeed,
            PreviousChainKeys = keys.PreviousChainKeys,
            PreviousCheckpointSeeds = keys.PreviousCheckpointSeeds,
            RevokedProducerKeys = keys.RevokedProducerKeys,
            ReadKeys = readKeys,
            Settings = given.Settings,
        };
    }

    public static string Vkey(int generation)
    {
        using var signer = new CheckpointSigner(TestAuditor.LogId, Seeds[generation - 1].Span);
        return signer.VerifierKey.ToString();
    }

    /// <summary>Verifies the whole log and every checkpoint of it, from its first checkpoint key and all chain keys.</summary>
    public static async Task<VerificationReport> VerifyAsync<TStore>(TStore store, DateTimeOffset now)
        where TStore : ISegmentReader, IDerivedReader
    {
        Assert.True(VerifierKey.TryParse(Vkey(1), out var first));
        var verification = new LogVerification(new LogTrust
        {
            LogId = TestAuditor.LogId,
            CheckpointKey = first,
            RootSecrets = Enumerable.Range(1, Secrets.Length).ToDictionary(i => $"chain.{i}", i => Secrets[i - 1]),
        });
        await foreach (var number in store.ListSegmentsAsync(TestAuditor.LogId, Token))
        {
            verification.Segment(number, (await store.ReadSegmentAsync(TestAuditor.LogId, number, Token))!.Value);
        }

        foreach (var segment in await TestAuditor.SegmentsAsync(store))
        {
            if (await store.ReadAsync(TestAuditor.LogId, $"checkpoints/{segment.Footer.Size:d20}", Token) is { } note)
            {
                verification.Checkpoint(note.ToArray());
            }
        }

        return verification.Complete(now);
    }

    /// <summary>What tests/independent/verify.mjs says of a store of directories, with the secrets of so many generations.</summary>
    public static async Task<string> VerifyIndependentlyAsync(string store, string directory, int generations)
    {
        var secrets = new List<string>();
        for (var i = 1; i <= generations; i++)
        {
            var path = Path.Combine(directory, $"chain.{i}");
            await File.WriteAllTextAsync(path, Convert.ToHexStringLower(Secrets[i - 1].Span) + "\n", Token);
            secrets.Add($"chain.{i}={path}");
        }

        using var node = Process.Start(new ProcessStartInfo(
            "node", [Repository.PathOf("tests", "independent", "verify.mjs"), "log", store, TestAuditor.LogId, Vkey(1), .. secrets])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = node.StandardError.ReadToEndAsync(Token);
        var output = await node.StandardOutput.ReadToEndAsync(Token);
        await node.WaitForExitAsync(Token);
        return output + await error;
    }
}
