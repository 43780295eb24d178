using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Signet.Cli.Diagnosis;
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
    [InlineData("{\"id\":\"auditor\",\"components\":[{\"name\":\"auditbus\"}],\"subscriptions\":[{\"pubsubname\":\"auditbus\",\"topic\":\"commit-events\"}]}", 0, "good good good")]
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
        new ClusterExaminer(new DoctorOptions(), TimeProvider.System).Judge("l", holder, TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-age), 15).Status.ToString());

    [Theory]
    [InlineData("--tsa http://127.0.0.1:1/tsr --tsa-roots /nowhere")]
    [InlineData("--dapr http://127.0.0.1:1/")]
    [InlineData("--management http://127.0.0.1:1/")]
    [InlineData("--gateway http://127.0.0.1:1/")]
    [InlineData("--lease l --kubeconfig /nowhere")]
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

    private List<(string Area, string Status, string Text)> Findings() =>
        [.. JsonNode.Parse(_console.Output)!["findings"]!.AsArray().Select(item => ((string)item!["area"]!, (string)item["status"]!, (string)item["text"]!))];
}
