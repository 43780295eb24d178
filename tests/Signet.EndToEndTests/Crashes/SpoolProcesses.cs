using System.Net;
using System.Text.Json.Nodes;
using Signet.Cli.AllInOne;
using Signet.Cli.Logs;
using Signet.Hosting.Keys;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Ledger.Verification;
using Signet.Policy.Documents;
using Signet.Storage.Directories;
using Signet.Testing.Processes;
using Signet.Verifier;

namespace Signet.EndToEndTests.Crashes;

/// <summary>An auditor and a gateway at level spool, each a process of its own, and the files that they share with the test.</summary>
internal sealed class SpoolProcesses(string root, DevelopmentServices development)
{
    private const string LogId = "spooled";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    // The same after each of its restarts, as gateways know it by that.
    private readonly int _auditorPort = LoopbackPort.Free();

    private string Store => Path.Combine(root, "store");

    private string ChainRoot => Path.Combine(root, "keys", "chain-root.key");

    private string CheckpointSeed => Path.Combine(root, "keys", "checkpoint.key");

    private string TokenPath => Path.Combine(root, "token");

    private string PolicyPath => Path.Combine(root, "policy.yaml");

    public Task<ServiceProcess> StartAuditorAsync(CancellationToken cancellationToken)
    {
        File.WriteAllText(TokenPath, "a-token-of-this-test-alone\n");
        KeyFile.LoadOrCreateSecret(CheckpointSeed, CheckpointSigner.SeedOctets);
        KeyFile.LoadOrCreateSecret(ChainRoot, 32);
        return ServiceProcess.StartAsync(
            "auditor",
            new Dictionary<string, string>
            {
                ["Auditor__LogId"] = LogId,
                ["Auditor__ChainRootPath"] = ChainRoot,
                ["Auditor__CheckpointSeedPath"] = CheckpointSeed,
                ["Auditor__TokenPath"] = TokenPath,
                ["Auditor__StorePath"] = Store,
            },
            cancellationToken,
            _auditorPort);
    }

    public Task<ServiceProcess> StartGatewayAsync(CancellationToken cancellationToken, long maxBytes = 64 << 20)
    {
        File.WriteAllText(PolicyPath, DefaultPolicy.Yaml);
        return ServiceProcess.StartAsync(
            "gateway",
            new Dictionary<string, string>
            {
                ["PolicyPath"] = PolicyPath,
                ["Auditor__BaseAddress"] = $"http://127.0.0.1:{_auditorPort}",
                ["Auditor__TokenPath"] = TokenPath,
                ["Commits__Level"] = "spool",
                ["Commits__Spool__Path"] = Path.Combine(root, "spool"),
                ["Commits__Spool__MaxBytes"] = $"{maxBytes}",
                ["Gateway__LogId"] = LogId,
                ["Gateway__Upstream"] = development.ModelUrl.AbsoluteUri,
            },
            cancellationToken);
    }

    /// <summary>Returns once the gateway has nothing left to deliver.</summary>
    public static async Task DrainAsync(ServiceProcess gateway, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        while (true)
        {
            using var answer = await client.GetAsync(new Uri(gateway.ManagementAddress, "/readyz"), cancellationToken);
            var checks = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["checks"]!.AsArray();
            var data = checks.Single(check => (string?)check!["name"] == "commits")!["data"]!;
            Assert.Equal("spool", (string?)data["acknowledgement"]);
            if (answer.StatusCode == HttpStatusCode.OK && (string?)data["spool"] == "delivering" && (long)data["spooled"]! == 0)
            {
                return;
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <summary>The log is clean, has every promised event, none twice, and no gap; every epoch is whole, in order, and closed. Gives its events in order.</summary>
    public async Task<List<CommitEvent>> VerifyAsync(IEnumerable<string> receipts, CancellationToken cancellationToken)
    {
        var reader = DirectoryReader.Open(Store);
        using var signer = new CheckpointSigner(LogId, KeyFile.LoadOrCreateSecret(CheckpointSeed, CheckpointSigner.SeedOctets));
        var trust = new LogTrust
        {
            LogId = LogId,
            CheckpointKey = signer.VerifierKey,
            RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { ["chain-1"] = KeyFile.LoadOrCreateSecret(ChainRoot, 32) },
        };
        var report = await LogVerifier.VerifyAsync(reader, reader, trust, TimeProvider.System.GetUtcNow(), null, cancellationToken);
        Assert.Empty(report.Findings);
        Assert.Equal(VerificationResult.Clean, report.Result);

        List<CommitEvent> events = [];
        Dictionary<Guid, Digest> digests = [];
        await foreach (var stored in LogEntries.ReadAsync(reader, LogId, 0, cancellationToken))
        {
            Assert.False(stored.Entry.Body is GapBody or QuarantineBody, $"{stored.Entry.Body.GetType().Name} at {stored.Entry.Seq}");
            if (stored.Entry.Body is CommitBody { SignedEvent: { } signed })
            {
                events.Add(signed.Event);
                digests.Add(signed.Event.Id, signed.Digest);
            }
        }

        foreach (var epoch in events.GroupBy(one => one.Producer.Epoch))
        {
            Assert.Equal(Enumerable.Range(0, epoch.Count()).Select(i => (long)i), epoch.Select(one => one.Producer.Seq));
            Assert.Equal((EventPhase.Opened, EventPhase.Closed), (epoch.First().Phase, epoch.Last().Phase));
        }

        Assert.All(receipts, text =>
        {
            Assert.True(PromiseReceipt.TryParse(text, out var promise), text);
            Assert.True(digests.TryGetValue(promise!.Entry, out var digest) && digest == promise.Digest, $"LOST: {text}");
        });
        return events;
    }
}
