using Signet.Cli.Logs;
using Signet.Hosting.Keys;
using Signet.Ledger.Anchors;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Verification;
using Signet.Storage;
using Signet.Verifier;

namespace Signet.ContainerTests;

/// <summary>A log as the host reads it, past all containers but the store's.</summary>
internal sealed class WrittenLog(string logId, string location, VerifierKey key, string chainRoot, ContainerHost host)
{
    private ReadableStore Reader => StoreLocation.OpenReader(location, host.Store, TimeProvider.System);

    public async Task<List<EntryBody>> ReadAsync(CancellationToken cancellationToken)
    {
        var bodies = new List<EntryBody>();
        await foreach (var stored in LogEntries.ReadAsync(Reader.Segments, logId, 0, cancellationToken))
        {
            bodies.Add(stored.Entry.Body);
        }

        return bodies;
    }

    public async Task<VerificationReport> VerifyAsync(CancellationToken cancellationToken)
    {
        var trust = new LogTrust
        {
            LogId = logId,
            CheckpointKey = key,
            RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>>
            {
                ["chain-1"] = KeyFile.LoadSecret(chainRoot, ChainKey.MinRootOctets, 4_096, KeyFileOrigin.MountedSecret),
            },
            CheckAnchor = AnchorChecks.For(logId, [TsaTrust.FromPem(LogInBoxes.TsaName, await File.ReadAllTextAsync(host.Tsa.Roots, cancellationToken))]),
        };
        var reader = Reader;
        return await LogVerifier.VerifyAsync(reader.Segments, reader.Derived, trust, TimeProvider.System.GetUtcNow(), null, cancellationToken);
    }
}
