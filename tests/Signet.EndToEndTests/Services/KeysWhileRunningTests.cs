using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Cli.AllInOne;
using Signet.Cli.Logs;
using Signet.Hosting.Keys;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Verification;
using Signet.Policy.Documents;
using Signet.Storage.Directories;
using Signet.Testing.Processes;
using Signet.Testing.Storage;
using Signet.Verifier;

namespace Signet.EndToEndTests.Services;

/// <summary>Keys change in files while an auditor and two gateways run as processes and one gateway has requests all the time.</summary>
public sealed class KeysWhileRunningTests
{
    private const string LogId = "running";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ASPNETCORE_CONTENTROOT", "")]
    [InlineData("SettingsPath", "appsettings.json")]
    public async Task Settings_RotateAndRevoke_OneGatewayIsShutOutAndTheOtherNoticesNothing(string variable, string file)
    {
        using var directory = new TemporaryDirectory();
        var place = new Place(directory.Path);
        await using var development = await DevelopmentServices.StartAsync(Path.Combine(directory.Path, "development"), TimeProvider.System, Cancel);
        place.WriteSettings(1);
        await using var auditor = await ServiceProcess.StartAsync("auditor", new Dictionary<string, string> { [variable] = Path.Combine(directory.Path, file) }, Cancel);
        await using var intruded = await ServiceProcess.StartAsync("gateway", place.Gateway("gateway.1", auditor.Address, development.ModelUrl), Cancel);
        await using var other = await ServiceProcess.StartAsync("gateway", place.Gateway("gateway.2", auditor.Address, development.ModelUrl), Cancel);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(intruded));

        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var load = Task.Run(() => LoadAsync(other, done.Token), Cancel);
        place.WriteSettings(2);
        await auditor.UntilAsync(() => place.Entries().OfType<EpochBody>().Any(epoch => epoch.KeyId == "chain-2"), Cancel, intruded, other);

        var keyId = place.Entries().OfType<ProducerKeyBody>().Single(key => key.Producer == "gateway.1").KeyId;
        File.AppendAllText(place.Revocations, $"gateway.1/{keyId}  # a test\n");
        await auditor.UntilAsync(() => place.Entries().OfType<ProducerKeyBody>().Any(key => key.Revoked), Cancel, intruded, other);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(intruded));
        using var client = new HttpClient();
        using var readiness = await client.GetAsync(new Uri(intruded.ManagementAddress, "/readyz"), Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, readiness.StatusCode);

        await done.CancelAsync();
        var statuses = await load;
        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(0, await other.TerminateAsync(Cancel));
        Assert.Equal(0, await auditor.TerminateAsync(Cancel));

        var commits = place.Entries().OfType<CommitBody>().Select(body => body.SignedEvent.Event.Producer).ToList();
        Assert.True(commits.Count(position => position.Id == "gateway.2") >= statuses.Count);
        Assert.Equal(commits.Count, commits.Distinct().Count());
        Assert.All(place.Entries().OfType<QuarantineBody>(), body => Assert.Equal(("gateway.1", QuarantineReason.UnknownKey), (body.ClaimedProducer, body.Why)));
        var reader = DirectoryReader.Open(place.Store);
        var report = await LogVerifier.VerifyAsync(reader, reader, place.Trust(), TimeProvider.System.GetUtcNow(), null, Cancel);
        Assert.Empty(report.Findings);
        Assert.True(report is { Result: VerificationResult.Clean, Full: true });
    }

    private static async Task<List<HttpStatusCode>> LoadAsync(ServiceProcess gateway, CancellationToken done)
    {
        var statuses = new List<HttpStatusCode>();
        while (!done.IsCancellationRequested)
        {
            statuses.Add(await AskAsync(gateway));
        }

        return statuses;
    }

    private static async Task<HttpStatusCode> AskAsync(ServiceProcess gateway)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Address, "/v1/chat/completions"))
        {
            Content = JsonContent.Create(new JsonObject
            {
                ["model"] = "any",
                ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "hello" }),
            }),
        };
        request.Headers.Add("X-Commit-Owner", "human:tester");
        using var answer = await client.SendAsync(request, Cancel);
        return answer.StatusCode;
    }

    private sealed class Place
    {
        private readonly string _root;

        public Place(string root)
        {
            _root = root;
            File.WriteAllText(PathOf("token"), "a-token-of-this-test-alone\n");
            File.WriteAllText(PathOf("policy.yaml"), DefaultPolicy.Yaml);
            File.WriteAllText(Revocations, "");
            foreach (var name in new[] { "chain-1", "chain-2", "checkpoint-1", "checkpoint-2" })
            {
                KeyFile.LoadOrCreateSecret(PathOf(name), 32);
            }
        }

        public string Store => PathOf("store");

        public string Revocations => PathOf("revoked");

        /// <summary>Replaces the settings in one step, as an editor or a ConfigMap does.</summary>
        public void WriteSettings(int generation)
        {
            var auditor = new JsonObject
            {
                ["LogId"] = LogId,
                ["ChainKeyId"] = $"chain-{generation}",
                ["ChainRootPath"] = PathOf($"chain-{generation}"),
                ["CheckpointSeedPath"] = PathOf($"checkpoint-{generation}"),
                ["TokenPath"] = PathOf("token"),
                ["StorePath"] = Store,
                ["RevocationsPath"] = Revocations,
            };
            if (generation == 2)
            {
                auditor["PreviousChainRootPaths"] = new JsonObject { ["chain-1"] = PathOf("chain-1") };
                auditor["PreviousCheckpointSeedPaths"] = new JsonArray(PathOf("checkpoint-1"));
            }

            File.WriteAllText(PathOf("appsettings.new"), JsonSerializer.Serialize(new JsonObject { ["Auditor"] = auditor }));
            File.Move(PathOf("appsettings.new"), PathOf("appsettings.json"), overwrite: true);
        }

        public Dictionary<string, string> Gateway(string producer, Uri auditor, Uri model) => new()
        {
            ["PolicyPath"] = PathOf("policy.yaml"),
            ["Auditor__BaseAddress"] = auditor.AbsoluteUri,
            ["Auditor__TokenPath"] = PathOf("token"),
            ["Gateway__LogId"] = LogId,
            ["Gateway__ProducerId"] = producer,
            ["Gateway__Upstream"] = model.AbsoluteUri,
        };

        public List<EntryBody> Entries() =>
            [.. LogEntries.ReadAsync(DirectoryReader.Open(Store), LogId, 0, Cancel).ToBlockingEnumerable(Cancel).Select(stored => stored.Entry.Body)];

        public LogTrust Trust()
        {
            using var signer = new CheckpointSigner(LogId, KeyFile.LoadOrCreateSecret(PathOf("checkpoint-1"), CheckpointSigner.SeedOctets));
            return new LogTrust
            {
                LogId = LogId,
                CheckpointKey = signer.VerifierKey,
                RootSecrets = new[] { "chain-1", "chain-2" }.ToDictionary(name => name, name => (ReadOnlyMemory<byte>)KeyFile.LoadOrCreateSecret(PathOf(name), 32)),
            };
        }

        private string PathOf(string name) => Path.Combine(_root, name);
    }
}
