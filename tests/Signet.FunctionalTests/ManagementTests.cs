using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Signet.Cli.AllInOne;
using Signet.Ledger.Checkpoints;

namespace Signet.FunctionalTests;

/// <summary>Health, readiness, version and metrics, on their own port only.</summary>
public sealed class ManagementTests(SignetHost signet) : IClassFixture<SignetHost>
{
    [Theory]
    [InlineData("healthz")]
    [InlineData("readyz")]
    [InlineData("version")]
    [InlineData("metrics")]
    public async Task Management_StandsOnItsOwnPortOnly(string path)
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(signet.ManagementAddress, path));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(signet.Address, path));
    }

    [Theory]
    [InlineData("v1/chat/completions")]
    [InlineData("v1/models")]
    [InlineData("log/checkpoint")]
    public async Task Api_IsNotOnTheManagementPort(string path)
    {
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(signet.ManagementAddress, path));
        using var post = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await signet.Client.PostAsync(new Uri(signet.ManagementAddress, path), post, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Management_AskedForWithTheOtherPortsName_StaysWhereItIs()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(signet.Address, "metrics"));
        request.Headers.Host = signet.ManagementAddress.Authority;
        using var response = await signet.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Readyz_SaysTheLevelOfAcknowledgement()
    {
        var text = await signet.Client.GetStringAsync(new Uri(signet.ManagementAddress, "readyz"), TestContext.Current.CancellationToken);
        var ready = JsonNode.Parse(text)!;
        Assert.Equal("ready", (string?)ready["status"]);
        Assert.Contains("chain", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Metrics_NameWhatHappened()
    {
        await signet.SendAsync(SignetHost.Chat("Hello."));
        await signet.SendAsync(SignetHost.Chat("Hello.", owner: null));

        // A request is counted behind its answer, so its count may come a moment after it.
        var cancel = TestContext.Current.CancellationToken;
        var text = "";
        for (var tries = 0; tries < 100 && !text.Contains("\nsignet_requests_total", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(20, cancel);
            text = await signet.Client.GetStringAsync(new Uri(signet.ManagementAddress, "metrics"), cancel);
        }

        foreach (var name in new[]
        {
            "signet_requests_total", "signet_decisions_total", "signet_commit_events_total", "signet_segments_total", "signet_entries_total",
            "signet_tree_size", "signet_segment_write_duration_seconds",
        })
        {
            Assert.Contains($"\n{name}", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Checkpoint_IsServedAndSigned()
    {
        var note = await signet.Client.GetByteArrayAsync(new Uri(signet.Address, "log/checkpoint"), TestContext.Current.CancellationToken);
        Assert.True(Checkpoint.TryOpen(note, DataTrust.Load(signet.Data).CheckpointKey!, out var checkpoint));
        Assert.Equal(DataDirectory.ReadLogId(signet.Data), checkpoint!.LogId);
    }

    [Theory]
    [InlineData("log/receipts/01a20567-8d19-718d-b676-fa3995736802")]
    [InlineData("log/receipts/nonsense")]
    [InlineData("nowhere")]
    public async Task Api_WhatIsNotThere_Is404(string path) => Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(signet.Address, path));

    private async Task<HttpStatusCode> StatusAsync(Uri address, string path)
    {
        using var response = await signet.Client.GetAsync(new Uri(address, path), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
