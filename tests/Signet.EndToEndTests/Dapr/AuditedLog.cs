using System.Globalization;
using Signet.Cli.Logs;
using Signet.Hosting.Keys;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Verification;
using Signet.Storage.Directories;
using Signet.Testing.Processes;
using Signet.Testing.Storage;
using Signet.Verifier;

namespace Signet.EndToEndTests.Dapr;

/// <summary>The log of an auditor that runs as a process beside a sidecar: its keys, its settings, and what stands in it.</summary>
internal sealed class AuditedLog : IDisposable
{
    public const string LogId = "over-dapr";

    private readonly TemporaryDirectory _directory = new();

    public AuditedLog()
    {
        Directory.CreateDirectory(Path.Combine(_directory.Path, "keys"));
        File.WriteAllText(TokenPath, DaprUnderTest.AppToken + "\n");
        File.WriteAllText(SidecarTokenPath, DaprUnderTest.ApiToken + "\n");
        using var signer = new CheckpointSigner(LogId, KeyFile.LoadOrCreateSecret(CheckpointSeed, CheckpointSigner.SeedOctets));
        Trust = new LogTrust
        {
            LogId = LogId,
            CheckpointKey = signer.VerifierKey,
            RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { ["chain-1"] = KeyFile.LoadOrCreateSecret(ChainRoot, 32) },
        };
    }

    public string Root => _directory.Path;

    /// <summary>What whoever comes to the auditor itself has to show.</summary>
    public string TokenPath => Path.Combine(Root, "token");

    /// <summary>What whoever comes to a sidecar has to show.</summary>
    public string SidecarTokenPath => Path.Combine(Root, "sidecar-token");

    private LogTrust Trust { get; }

    private string Store => Path.Combine(Root, "store");

    private string ChainRoot => Path.Combine(Root, "keys", "chain-root.key");

    private string CheckpointSeed => Path.Combine(Root, "keys", "checkpoint.key");

    public Task<ServiceProcess> StartAuditorAsync(int port, CancellationToken cancellationToken, int gapAfterSeconds = 900) => ServiceProcess.StartAsync(
        "auditor",
        new Dictionary<string, string>
        {
            ["Auditor__LogId"] = LogId,
            ["Auditor__ChainRootPath"] = ChainRoot,
            ["Auditor__CheckpointSeedPath"] = CheckpointSeed,
            ["Auditor__TokenPath"] = TokenPath,
            ["Auditor__StorePath"] = Store,
            ["Auditor__PubSub"] = "auditbus",
            ["Auditor__GapAfterSeconds"] = gapAfterSeconds.ToString(CultureInfo.InvariantCulture),
        },
        cancellationToken,
        port);

    public async Task<VerificationReport> VerifyAsync(CancellationToken cancellationToken)
    {
        var reader = DirectoryReader.Open(Store);
        return await LogVerifier.VerifyAsync(reader, reader, Trust, TimeProvider.System.GetUtcNow(), null, cancellationToken);
    }

    public async Task<List<EntryBody>> ReadAsync(CancellationToken cancellationToken)
    {
        var bodies = new List<EntryBody>();
        await foreach (var stored in LogEntries.ReadAsync(DirectoryReader.Open(Store), LogId, 0, cancellationToken))
        {
            bodies.Add(stored.Entry.Body);
        }

        return bodies;
    }

    /// <summary>The numbers of a producer's events in the log, in the order in which they stand.</summary>
    public async Task<List<long>> NumbersAsync(string producer, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(cancellationToken)).OfType<CommitBody>().Select(body => body.SignedEvent.Event.Producer)
            .Where(position => position.Id == producer).Select(position => position.Seq)];

    public void Dispose() => _directory.Dispose();
}
