using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Signet.Cli.Diagnosis;
using Signet.Testing.Authorities;
using Signet.Testing.Storage;

namespace Signet.Cli.Tests.Commands;

/// <summary>The doctor on a running signet that is well, and on services that aren't what they should be.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class DoctorCommandTests(LiveFixture live) : IClassFixture<LiveFixture>, IDisposable
{
    private readonly CapturedConsole _console = new();
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Doctor_OfARunningSignet_FindsNothingWrong()
    {
        var exit = await _console.RunAsync(
            "doctor", live.Data, "--gateway", live.Url, "--management", live.Host.ManagementAddress.ToString(), "--write-probes", "--json");
        Schemas.AssertMeets("signet-doctor-v1.json", _console.Output);
        var findings = Findings();
        Assert.True(exit == 0, _console.Output);
        Assert.Equal(3, findings.Count(finding => finding is ("enforcement", "good", _)));
        Assert.Contains(findings, finding => finding is ("store", "good", "a slot of the file system is filled once"));
        Assert.Contains(findings, finding => finding is ("clock", "good", _));
        Assert.Empty(Directory.EnumerateFileSystemEntries(live.Data, "*doctor*"));
        Assert.Equal(1, await _console.RunAsync("doctor", live.Data, "--strict"));
    }

    [Fact]
    public async Task Doctor_OfNothing_LookedAtNothing()
    {
        Assert.Equal(2, await _console.RunAsync("doctor"));
        Assert.Contains("not looked at", _console.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "{\"choices\":[]}")]
    [InlineData(404, "{\"error\":{\"message\":\"no\"}}")]
    [InlineData(404, "not found \u001b[2J")]
    [InlineData(503, "{\"error\":\"recording_unavailable\"}")]
    public async Task Doctor_OfAGatewayThatIsNone_FailsWithWhatToDo(int status, string body)
    {
        await using var server = await ServeAsync(http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(body);
        });
        Assert.Equal(1, await _console.RunAsync("doctor", "--gateway", server.Urls.First(), "--policy", Path.Combine(live.Data, "policy.yaml"), "--json"));
        Assert.Equal(3, Findings().Count(finding => finding is ("enforcement", "failure", _)));
        Assert.Equal(1, await _console.RunAsync("doctor", "--gateway", server.Urls.First()));
        AuditReadingTests.AssertHarmless(_console.Output);
    }

    [Fact]
    public async Task Doctor_AShadowPolicy_SendsNothingThatWouldPass()
    {
        var policy = _directory.File("shadow.yaml");
        await File.WriteAllTextAsync(policy, "version: 1\nmode: shadow\nchecks: [{check: owner_resolution}]\n", TestContext.Current.CancellationToken);
        var seen = new List<string>();
        await using var server = await ServeAsync(async http =>
        {
            lock (seen)
            {
                seen.Add(http.Request.Path);
            }

            http.Response.StatusCode = 400;
            await http.Response.WriteAsync("{\"error\":\"no\"}");
        });
        Assert.Equal(0, await _console.RunAsync("doctor", "--gateway", server.Urls.First(), "--policy", policy, "--json"));
        Assert.Contains(Findings(), finding => finding is ("enforcement", "warning", _));
        Assert.Equal(2, seen.Count);
    }

    [Theory]
    [InlineData("{\"id\":\"auditor\",\"components\":[{\"name\":\"auditbus\",\"type\":\"pubsub.redis\"}],\"subscriptions\":[{\"pubsubname\":\"auditbus\",\"topic\":\"commit-events\"}]}", 0, "good good good")]
    [InlineData("{\"id\":\"auditor\",\"components\":[{\"name\":\"auditbus\",\"type\":\"pubsub.in-memory\"}],\"subscriptions\":[]}", 1, "good failure warning")]
    [InlineData("{\"id\":\"auditor\",\"components\":[{\"name\":\"auditbus\",\"type\":\"state.redis\"}],\"subscriptions\":[]}", 1, "good failure warning")]
    [InlineData("{\"id\":\"auditor\",\"components\":[],\"subscriptions\":[]}", 1, "good failure warning")]
    [InlineData("{\"id\":7,\"components\":[1,null],\"subscriptions\":{}}", 1, "good failure warning")]
    [InlineData("[]", 1, "good failure warning")]
    [InlineData("{", 1, "good failure")]
    public async Task Doctor_OfASidecar_SeesComponentAndSubscription(string metadata, int exit, string expected)
    {
        await using var server = await ServeAsync(async http =>
        {
            if (http.Request.Path == "/v1.0/healthz")
            {
                http.Response.StatusCode = 204;
                return;
            }

            await http.Response.WriteAsync(metadata);
        });
        Assert.Equal(exit, await _console.RunAsync("doctor", "--dapr", server.Urls.First(), "--json"));
        Assert.Equal(expected, string.Join(' ', Findings().Where(finding => finding.Area == "dapr").Select(finding => finding.Status)));
    }

    [Theory]
    [InlineData(0.4, "Good")]
    [InlineData(-2.4, "Good")]
    [InlineData(5, "Warning")]
    [InlineData(-61, "Failure")]
    public void Judge_AClock_AllowsForTheErrorOfTheReading(double seconds, string expected)
    {
        using var asking = new Asking(TimeProvider.System);
        Assert.Equal(expected, new ClockExaminer(asking).Judge(new ClockReading("x", TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(0.6))).Status.ToString());
    }

    [Theory]
    [InlineData("a", 5, "Good")]
    [InlineData("a", 20, "Failure")]
    [InlineData("", 5, "Failure")]
    [InlineData(null, 5, "Failure")]
    public void Judge_ALease_IsHeldWhileItRuns(string? holder, int age, string expected) => Assert.Equal(
        expected,
        new ClusterExaminer(new DoctorOptions(), new ClusterAccess(new DoctorOptions()), TimeProvider.System).Judge("l", holder, TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-age), 15).Status.ToString());

    [Fact]
    public async Task Doctor_OfAnAuthorityThatSharesNoCode_ChecksItsToken()
    {
        using var authority = new TemporaryDirectory();
        await using var tsa = await OpenSslTsa.StartAsync(authority.Path, TestContext.Current.CancellationToken);
        Assert.Equal(0, await _console.RunAsync("doctor", "--tsa", tsa.Url.ToString(), "--tsa-roots", tsa.Roots, "--json"));
        Assert.Equal(1, tsa.Granted);

        // Its certificate is for 30 days, and the doctor looks further ahead.
        Assert.Contains(Findings(), finding => finding.Area == "tsa" && finding.Status == "warning" && finding.Text.Contains("gives good tokens", StringComparison.Ordinal));
        Assert.Contains(Findings(), finding => finding is ("clock", "good", _));

        // The token is good, and of nobody who was pinned.
        var others = Path.Combine(live.Data, "keys", "development-tsa-root.pem");
        Assert.Equal(1, await _console.RunAsync("doctor", "--tsa", tsa.Url.ToString(), "--tsa-roots", others, "--json"));
        Assert.Contains(Findings(), finding => finding.Area == "tsa" && finding.Status == "failure" && finding.Text.Contains("UntrustedChain", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "good")]
    [InlineData(-7, "warning")]
    [InlineData(300, "failure")]
    public async Task Doctor_OfAStoreInS3_ReadsTheServersClock(int seconds, string expected)
    {
        await using var server = await ServeAsync(http =>
        {
            http.Response.StatusCode = 403;
            http.Response.Headers.Date = TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        var address = server.Urls.First();
        var (settings, key) = (_directory.File("s3.json"), _directory.File("key"));
        Assert.True(Signet.Hosting.Keys.KeyFile.TryCreateSecret(key, new byte[32]));
        await File.WriteAllTextAsync(
            settings,
            $$"""{"Endpoint":"{{address}}","PathStyle":true,"DerivedBucket":"derived","AccessKeyPath":"{{key}}","SecretKeyPath":"{{key}}","MaxAttempts":1}""",
            TestContext.Current.CancellationToken);
        Assert.Equal(1, await _console.RunAsync("doctor", "s3://bucket/log", "--s3", settings, "--json"));
        Assert.Contains(Findings(), finding => finding.Area == "clock" && finding.Status == expected && finding.Text.Contains(new Uri(address).Authority, StringComparison.Ordinal));
        Assert.Contains(Findings(), finding => finding is ("store", "failure", _));
    }

    [Fact]
    public async Task Doctor_OfAClustersObjects_SeesPoliciesScopesSubscriptionsWorkloadsAndWebhooks()
    {
        await using var server = await ServeAsync(async http =>
        {
            var body = http.Request.Path.Value switch
            {
                "/apis/signet.dev/v1alpha1/namespaces/signet/commitpolicies" => """
                    {"items":[{"metadata":{"name":"main"},"status":{"conditions":[{"type":"Accepted","status":"True"}]}},
                      {"metadata":{"name":"bad"},"status":{"conditions":[{"type":"Accepted","status":"False","message":"no such check \u001b[2J"}]}},
                      {"metadata":{"name":"unread"}}]}
                    """,
                "/apis/dapr.io/v1alpha1/namespaces/signet/components" => """
                    {"items":[{"metadata":{"name":"auditbus"},"scopes":["gateway","auditor"],"spec":{"metadata":[{"name":"protectedTopics","value":"commit-events"},
                      {"name":"publishingScopes","value":"gateway=commit-events;auditor="},{"name":"subscriptionScopes","value":"auditor=commit-events;gateway="}]}}]}
                    """,
                "/apis/dapr.io/v2alpha1/namespaces/signet/subscriptions" => """
                    {"items":[{"metadata":{"name":"a"},"spec":{"pubsubname":"auditbus","topic":"commit-events"},"scopes":["auditor"]},
                      {"metadata":{"name":"b"},"spec":{"pubsubname":"auditbus","topic":"commit-events"}},{"metadata":{"name":"c"},"spec":{"topic":7}}]}
                    """,
                "/apis/apps/v1/namespaces/signet/deployments" when http.Request.Query["labelSelector"] == "app.kubernetes.io/part-of=signet" => """
                    {"items":[{"metadata":{"name":"signet-auditor","labels":{"app.kubernetes.io/component":"auditor"}},"spec":{"replicas":2},"status":{"readyReplicas":1}},
                      {"metadata":{"name":"signet-injector"},"spec":{"replicas":2},"status":{"readyReplicas":1}},{"metadata":{"name":"signet-anchorer"}}]}
                    """,
                "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations" => """
                    {"items":[{"metadata":{"name":"signet"},"webhooks":[
                      {"name":"a","clientConfig":{"caBundle":"QQ==","service":{"namespace":"signet"}},"failurePolicy":"Fail"},
                      {"name":"b","clientConfig":{"caBundle":"QQ==","service":{"namespace":"signet"}},"failurePolicy":"Ignore"},
                      {"name":"c","clientConfig":{"service":{"namespace":"signet"}},"failurePolicy":"Fail"},
                      {"name":"d","clientConfig":{"service":{"namespace":"other"}}},7]}]}
                    """,
                _ => "",
            };
            http.Response.StatusCode = body.Length == 0 ? 404 : 200;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(body.Length == 0 ? "{}" : body);
        });
        string[] line = ["doctor", "--objects", "--kubeconfig", await KubeconfigAsync(server.Urls.First()), "--json"];
        Assert.Equal(1, await _console.RunAsync([.. line, "--namespace", "signet"]));
        Assert.Equal(
            "good failure warning good good good good failure failure good warning failure good warning failure",
            string.Join(' ', Findings().Where(finding => finding.Area == "cluster" && finding.Status != "skipped").Select(finding => finding.Status)));
        AuditReadingTests.AssertHarmless(_console.Output);

        // Where the kinds aren't known there is nothing to say.
        Assert.Equal(2, await _console.RunAsync([.. line, "--namespace", "elsewhere"]));
        Assert.All(Findings().Where(finding => finding.Area == "cluster"), finding => Assert.Equal("skipped", finding.Status));
    }

    [Theory]
    [InlineData("{}", "skipped")]
    [InlineData("{\"metadata\":{\"name\":\"auditbus\"}}", "failure failure failure")]
    [InlineData("{\"metadata\":{\"name\":\"auditbus\"},\"scopes\":7,\"spec\":[]}", "failure failure failure")]
    [InlineData("{\"metadata\":{\"name\":\"auditbus\"},\"scopes\":[\"a\"],\"spec\":{\"metadata\":[{\"name\":\"protectedTopics\",\"value\":\"other, commit-events\"},{\"name\":\"publishingScopes\",\"value\":\"a=commit-events\"},{\"name\":\"subscriptionScopes\",\"value\":\"b=x,commit-events;a=commit-events\"}]}}", "good good failure")]
    public void Judge_AComponent_WantsScopesOnItsTopic(string component, string expected)
    {
        using var json = System.Text.Json.JsonDocument.Parse(component);
        var options = new DoctorOptions();
        Assert.Equal(
            expected,
            string.Join(' ', new ClusterObjectExaminer(options, new ClusterAccess(options)).JudgeComponents([json.RootElement]).Select(finding => finding.Status.ToString().ToLowerInvariant())));
    }

    [Theory]
    [InlineData("--tsa http://127.0.0.1:1/tsr --tsa-roots /nowhere")]
    [InlineData("--dapr http://127.0.0.1:1/")]
    [InlineData("--management http://127.0.0.1:1/")]
    [InlineData("--gateway http://127.0.0.1:1/")]
    [InlineData("--lease l --kubeconfig /nowhere")]
    [InlineData("--objects --kubeconfig /nowhere")]
    [InlineData("--policy /nowhere")]
    [InlineData("/nowhere")]
    [InlineData("/nowhere --write-probes")]
    public async Task Doctor_WhatIsNotThere_IsAFailureWithAFix(string line)
    {
        Assert.Equal(1, await _console.RunAsync(["doctor", .. line.Split(' ')]));
        Assert.Contains("FAIL", _console.Output, StringComparison.Ordinal);
        Assert.Contains("->", _console.Output, StringComparison.Ordinal);
        Assert.Equal("", _console.Error);
    }

    public void Dispose()
    {
        _console.Dispose();
        _directory.Dispose();
    }

    private static async Task<WebApplication> ServeAsync(RequestDelegate handle)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.Run(handle);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    private async Task<string> KubeconfigAsync(string server)
    {
        var path = _directory.File("kubeconfig");
        await File.WriteAllTextAsync(
            path,
            $$$"""
            apiVersion: v1
            kind: Config
            current-context: here
            contexts: [{name: here, context: {cluster: here, user: me}}]
            clusters: [{name: here, cluster: {server: "{{{server}}}"}}]
            users: [{name: me, user: {token: a-token}}]
            """,
            TestContext.Current.CancellationToken);
        return path;
    }

    private List<(string Area, string Status, string Text)> Findings() =>
        [.. JsonNode.Parse(_console.Output)!["findings"]!.AsArray().Select(item => ((string)item!["area"]!, (string)item["status"]!, (string)item["text"]!))];
}
