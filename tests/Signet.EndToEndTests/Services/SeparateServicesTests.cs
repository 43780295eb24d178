using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Signet.Cli.AllInOne;
using Signet.Cli.Logs;
using Signet.EndToEndTests.Witnesses;
using Signet.Hosting.Keys;
using Signet.Ledger.Anchors;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Receipts;
using Signet.Ledger.Verification;
using Signet.Ledger.Witnesses;
using Signet.Policy.Documents;
using Signet.Storage.Directories;
using Signet.Testing.Processes;
using Signet.Testing.Storage;
using Signet.Verifier;

namespace Signet.EndToEndTests.Services;

/// <summary>The four services as four processes, which meet over HTTP alone.</summary>
public sealed class SeparateServicesTests
{
    private const string LogId = "separate";
    private const string Token = "a-token-of-this-test-alone";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task FourProcesses_DecideRecordAnchorAndVerifyOneLog()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var directory = new TemporaryDirectory();
        var place = new Place(directory.Path);
        await using var development = await DevelopmentServices.StartAsync(place.Keys, TimeProvider.System, cancel);
        var trust = place.Prepare(development);

        await using var auditor = await ServiceProcess.StartAsync("auditor", place.Auditor(), cancel);
        await using var gateway = await ServiceProcess.StartAsync("gateway", place.Gateway(auditor.Address, development.ModelUrl), cancel);
        await using var witness = await WitnessProcess.StartAsync(place.Witness, trust.CheckpointKey!.ToString(), cancel);
        await using var anchorer = await ServiceProcess.StartAsync("anchorer", place.Anchorer(auditor.Address, development.TsaUrl, witness), cancel);
        await using var verifier = await ServiceProcess.StartAsync("verifier", place.Verifier(trust.CheckpointKey!), cancel);

        using var client = new HttpClient { BaseAddress = gateway.Address };
        using var allowed = await SendAsync(client, "human:tester", cancel);
        using var refused = await SendAsync(client, null, cancel);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        var report = await VerifyAsync(place, trust, cancel);
        for (var began = TimeProvider.System.GetTimestamp();
            report is { Anchors: 0, Result: VerificationResult.Clean } && TimeProvider.System.GetElapsedTime(began) < Patience;
            report = await VerifyAsync(place, trust, cancel))
        {
            await Task.Delay(Poll, cancel);
        }

        Assert.Empty(report.Findings);
        Assert.True(report is { Result: VerificationResult.Clean, Full: true, Anchors: > 0, Commits: >= 4 });

        // A promise of the gateway, proved by the auditor, checked with the public key alone.
        Assert.True(PromiseReceipt.TryParse(Header(allowed, PromiseReceipt.HeaderName), out var promise));
        using var served = await new HttpClient().GetAsync(new Uri(auditor.Address, $"/log/receipts/{promise!.Entry}"), cancel);
        Assert.True(InclusionReceipt.TryParse(await served.Content.ReadAsStringAsync(cancel), out var proof));
        Assert.NotNull(proof!.Verify(trust.CheckpointKey!));

        // The newest checkpoint with the cosignature of a witness that is another process.
        var cosigned = await CosignedAsync(auditor.Address, cancel);
        Assert.True(Checkpoint.TryOpen(Encoding.UTF8.GetBytes(cosigned), trust.CheckpointKey!, out var checkpoint));
        Assert.NotNull(Cosignature.Find(cosigned, checkpoint!.Text, witness.Key, out _));

        // What the authority said stands beside the log as it said it.
        var kept = Directory.GetFiles(directory.Path, "development-tsa.ts*", SearchOption.AllDirectories);
        Assert.Contains(kept, path => path.EndsWith(".tsq", StringComparison.Ordinal));
        Assert.Contains(kept, path => path.EndsWith(".tsr", StringComparison.Ordinal));

        // The same verifier as a job, which enters what it found in the log.
        var job = await ServiceProcess.RunAsync("verifier", ["--once", "--full"], place.VerifierJob(trust.CheckpointKey!, auditor.Address), cancel);
        Assert.True(job.ExitCode == 0 && job.Output.Contains("CLEAN  log separate", StringComparison.Ordinal), job.Output + job.Error);
        Assert.Equal("clean", (string?)JsonNode.Parse(await File.ReadAllTextAsync(place.Report, cancel))!["result"]);
        var entered = await EntriesAsync(place, cancel);
        Assert.Equal(("verifier.1", "clean"), Assert.Single(entered.OfType<VerificationBody>().Select(body => (body.Verifier, body.Result))));

        // Whoever doesn't show the token can't write.
        using var stranger = await new HttpClient().PostAsync(
            new Uri(auditor.Address, "/producers"), new StringContent("{}"), cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);

        Assert.Equal(0, await gateway.TerminateAsync(cancel));
        Assert.Equal(0, await anchorer.TerminateAsync(cancel));
        Assert.Equal(0, await verifier.TerminateAsync(cancel));
        Assert.Equal(0, await auditor.TerminateAsync(cancel));
        Assert.Empty((await VerifyAsync(place, trust, cancel)).Findings);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string? owner, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(new JsonObject
            {
                ["model"] = "any",
                ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "hello" }),
            }),
        };
        if (owner is not null)
        {
            request.Headers.Add("X-Commit-Owner", owner);
        }

        return await client.SendAsync(request, cancellationToken);
    }

    private static async Task<string> CosignedAsync(Uri auditor, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < Patience;)
        {
            using var answer = await client.GetAsync(new Uri(auditor, "/log/witness/first"), cancellationToken);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return await answer.Content.ReadAsStringAsync(cancellationToken);
            }

            await Task.Delay(Poll, cancellationToken);
        }

        throw new InvalidOperationException("The witness cosigned nothing.");
    }

    private static Task<VerificationReport> VerifyAsync(Place place, LogTrust trust, CancellationToken cancellationToken)
    {
        var reader = DirectoryReader.Open(place.Store);
        return LogVerifier.VerifyAsync(reader, reader, trust, TimeProvider.System.GetUtcNow(), null, cancellationToken);
    }

    private static async Task<List<EntryBody>> EntriesAsync(Place place, CancellationToken cancellationToken)
    {
        var entries = new List<EntryBody>();
        await foreach (var stored in LogEntries.ReadAsync(DirectoryReader.Open(place.Store), LogId, 0, cancellationToken))
        {
            entries.Add(stored.Entry.Body);
        }

        return entries;
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));

    /// <summary>Where the services of one test keep their files.</summary>
    private sealed class Place(string root)
    {
        public string Keys => Path.Combine(root, "keys");

        public string Store => Path.Combine(root, "store");

        public string Witness => Path.Combine(root, "witness");

        public string Report => Path.Combine(root, "report.json");

        private string ChainRoot => Path.Combine(Keys, "chain-root.key");

        private string CheckpointSeed => Path.Combine(Keys, "checkpoint.key");

        private string TokenPath => Path.Combine(root, "token");

        private string PolicyPath => Path.Combine(root, "policy.yaml");

        private string TsaRoot => Path.Combine(Keys, "development-tsa-root.pem");

        public LogTrust Prepare(DevelopmentServices development)
        {
            File.WriteAllText(TokenPath, Token + "\n");
            File.WriteAllText(PolicyPath, DefaultPolicy.Yaml);
            using var signer = new CheckpointSigner(LogId, KeyFile.LoadOrCreateSecret(CheckpointSeed, CheckpointSigner.SeedOctets));
            return new LogTrust
            {
                LogId = LogId,
                CheckpointKey = signer.VerifierKey,
                RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { ["chain-1"] = KeyFile.LoadOrCreateSecret(ChainRoot, 32) },
                CheckAnchor = AnchorChecks.For(LogId, [development.Tsa.Trust]),
            };
        }

        public Dictionary<string, string> Auditor() => new()
        {
            ["Auditor__LogId"] = LogId,
            ["Auditor__ChainRootPath"] = ChainRoot,
            ["Auditor__CheckpointSeedPath"] = CheckpointSeed,
            ["Auditor__TokenPath"] = TokenPath,
            ["Auditor__StorePath"] = Store,
            ["Auditor__RequiredAnchors"] = "1",
            [$"Auditor__TsaRootPaths__{DevelopmentTsa.Name}"] = TsaRoot,
        };

        public Dictionary<string, string> Gateway(Uri auditor, Uri model) => new()
        {
            ["PolicyPath"] = PolicyPath,
            ["Auditor__BaseAddress"] = auditor.AbsoluteUri,
            ["Auditor__TokenPath"] = TokenPath,
            ["Gateway__LogId"] = LogId,
            ["Gateway__Upstream"] = model.AbsoluteUri,

            // Nobody listens there: whatever went by a proxy would fail.
            ["http_proxy"] = "http://127.0.0.1:1",
            ["HTTP_PROXY"] = "http://127.0.0.1:1",
            ["HTTPS_PROXY"] = "http://127.0.0.1:1",
            ["ALL_PROXY"] = "http://127.0.0.1:1",
        };

        public Dictionary<string, string> Anchorer(Uri auditor, Uri tsa, WitnessProcess witness) => new()
        {
            ["Auditor__BaseAddress"] = auditor.AbsoluteUri,
            ["Auditor__TokenPath"] = TokenPath,
            ["Anchorer__LogId"] = LogId,
            ["Anchorer__Tsas__0__Name"] = DevelopmentTsa.Name,
            ["Anchorer__Tsas__0__Url"] = tsa.AbsoluteUri,
            ["Anchorer__Tsas__0__RootsPath"] = TsaRoot,
            ["Anchorer__Witnesses__0__Name"] = "first",
            ["Anchorer__Witnesses__0__Url"] = witness.Address.AbsoluteUri,
            ["Anchorer__Witnesses__0__Vkey"] = witness.Key.ToString(),
            ["Anchorer__WitnessInterval"] = "00:00:01",
        };

        public Dictionary<string, string> VerifierJob(VerifierKey key, Uri auditor)
        {
            var seed = Path.Combine(Keys, "verifier.key");
            KeyFile.LoadOrCreateSecret(seed, 32);
            return new Dictionary<string, string>(Verifier(key))
            {
                ["Verifier__MemoryPath"] = Path.Combine(root, "job-seen"),
                ["Verifier__Files__Json"] = Report,
                ["Verifier__Name"] = "verifier.1",
                ["Verifier__SigningKeyId"] = "verifier.key",
                ["Verifier__SigningKeyPath"] = seed,
                [$"Verifier__TsaRoots__{DevelopmentTsa.Name}"] = TsaRoot,
                ["Auditor__BaseAddress"] = auditor.AbsoluteUri,
                ["Auditor__TokenPath"] = TokenPath,
            };
        }

        public Dictionary<string, string> Verifier(VerifierKey key) => new()
        {
            ["Verifier__LogId"] = LogId,
            ["Verifier__StorePath"] = Store,
            ["Verifier__MemoryPath"] = Path.Combine(root, "last-seen"),
            ["Verifier__CheckpointVkey"] = key.ToString(),
            ["Verifier__ChainRootPath"] = ChainRoot,
        };
    }
}
