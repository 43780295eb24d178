using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Signet.Cli.AllInOne;
using Signet.Ledger.Entries;
using Signet.Ledger.Verification;
using Signet.Policy.Documents;
using Signet.Testing.Processes;

namespace Signet.EndToEndTests.Dapr;

/// <summary>A request to a gateway, and its record over a sidecar in the log of an auditor: each a process of its own.</summary>
public sealed class BrokerPathTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("broker")]
    [InlineData("chain")]
    public async Task Request_OverASidecar_IsRecordedOnceInALogThatVerifies(string level)
    {
        using var log = new AuditedLog();
        await using var dapr = await DaprUnderTest.StartAsync(log.Root, Token);
        await using var model = await DevelopmentServices.StartAsync(Path.Combine(log.Root, "keys"), TimeProvider.System, Token);
        await using var auditor = await log.StartAuditorAsync(dapr.AppPort, Token);
        await using var gateway = await ServiceProcess.StartAsync("gateway", GatewaySettings(log, dapr, model.ModelUrl, level), Token);

        using var client = new HttpClient();
        var ready = JsonNode.Parse(await client.GetStringAsync(new Uri(gateway.ManagementAddress, "/readyz"), Token))!;
        var metrics = await client.GetStringAsync(new Uri(gateway.ManagementAddress, "/metrics"), Token);
        Assert.Equal(level, (string?)ready["checks"]!.AsArray().Single(check => (string?)check!["name"] == "commits")!["data"]!["acknowledgement"]);
        Assert.Contains($"signet_acknowledgement_level{{otel_scope_name=\"signet\",level=\"{level}\"}} 1", metrics, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, await AskAsync(client, gateway.Address, "human:tester"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(client, gateway.Address, null));
        Assert.Equal(0, await gateway.TerminateAsync(Token));

        // opened, admitted, completed, refused, closed: the broker has them all, the log gets them.
        List<long> numbers;
        while ((numbers = await log.NumbersAsync("gateway", Token)).Count < 5)
        {
            await Task.Delay(100, Token);
        }

        Assert.Equal(0, await auditor.TerminateAsync(Token));
        var report = await log.VerifyAsync(Token);
        Assert.Empty(report.Findings);
        Assert.Equal((VerificationResult.Clean, true), (report.Result, report.Full));
        Assert.Equal([0, 1, 2, 3, 4], (await log.NumbersAsync("gateway", Token)).Order());
        Assert.DoesNotContain(await log.ReadAsync(Token), body => body is QuarantineBody or GapBody);
    }

    private static Dictionary<string, string> GatewaySettings(AuditedLog log, DaprUnderTest dapr, Uri model, string level)
    {
        var policy = Path.Combine(log.Root, "policy.yaml");
        File.WriteAllText(policy, DefaultPolicy.Yaml);
        return new()
        {
            ["PolicyPath"] = policy,
            ["Commits__Level"] = level,
            ["Commits__TokenPath"] = log.SidecarTokenPath,
            ["DAPR_GRPC_PORT"] = dapr.GrpcPort.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Auditor__BaseAddress"] = dapr.HttpAddress.AbsoluteUri,
            ["Auditor__AppId"] = "auditor",
            ["Auditor__TokenPath"] = log.SidecarTokenPath,
            ["Gateway__LogId"] = AuditedLog.LogId,
            ["Gateway__Upstream"] = model.AbsoluteUri,
        };
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, Uri gateway, string? owner)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, "/v1/chat/completions"))
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

        using var answer = await client.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
