using Signet.Policy.Checks.OwnerResolution;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.OwnerResolution;

public sealed class OwnerResolutionCheckTests
{
    public static TheoryData<string, string, string, string, string> Cases => new()
    {
        { "human:alice", "agent:bot", "p", "1", "human:alice" },
        { " human:alice ", "", "", "", "human:alice" },
        { "", "agent:bot", "p", "1", "agent:bot" },
        { "agent:bot", "agent:real", "", "", "agent:real" },
        { "Human:alice", "agent:bot", "", "", "agent:bot" },
        { "", "bot", "p", "", "policy:p" },
        { "", "", "p", "2", "policy:p@2" },
        { "human:agent:x", "", "", "", "human:agent:x" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task AdmitAsync_Headers_ResolveByPrecedence(string human, string agent, string name, string version, string expected)
    {
        (Decision decision, RequestContext request, _) = await Run(new(), human, agent, name, version);
        Assert.Equal((Decision.Allow, expected), (decision, request.Owner.ToString()));
        Assert.False(request.Owner.Authenticated);
    }

    public static TheoryData<string, string, string, string> Refused => new()
    {
        { "", "", "", "" },
        { "human:", "agent:bot", "", "" },
        { "human:\u0430lice", "agent:bot", "", "" },
        { "human: alice", "", "", "" },
        { "", "", "", "7" },
        { "", "", "a@b", "" },
        { "", "", "a", "b@c" },
        { "human:ada, human:bob", "agent:bot", "", "" },
        { "", "agent:a,agent:b", "p", "" },
        { "", "", "a, b", "" },
        { "", "", new string('p', 200), new string('v', 100) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task AdmitAsync_NobodyValid_Blocks(string human, string agent, string name, string version)
    {
        (Decision decision, RequestContext request, _) = await Run(new(), human, agent, name, version);
        Assert.Equal((Decision.Block, false), (decision, request.Owner.IsResolved));
    }

    [Fact]
    public async Task AdmitAsync_InvalidId_SaysSoWithoutEchoingIt()
    {
        (_, _, string reason) = await Run(new(), "human:mal\u0007lory", "", "", "");
        Assert.Contains("not valid", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("lory", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AdmitAsync_OwnerNotRequired_IsUnattributed()
    {
        (Decision decision, RequestContext request, _) = await Run(new() { RequireOwner = false }, "", "", "", "");
        Assert.Equal((Decision.Allow, "policy:unattributed"), (decision, request.Owner.ToString()));
    }

    [Fact]
    public async Task AdmitAsync_OwnerKnown_StaysAsItIs()
    {
        RequestContext request = Requests.WithHeaders((SecurityHeaders.CommitOwner, "human:mallory"));
        request.Owner = Owner.Asserted(OwnerType.Human, "alice") with { Authenticated = true };
        await new OwnerResolutionCheck(new()).AdmitAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("human:alice", request.Owner.ToString());
    }

    private static async Task<(Decision Decision, RequestContext Request, string Reason)> Run(
        OwnerResolutionOptions options, string human, string agent, string name, string version)
    {
        RequestContext request = Requests.WithHeaders(
            ("x-commit-owner", human), ("X-Agent-Id", agent), ("X-POLICY-NAME", name), ("X-Policy-Version", version));
        AdmissionResult result = await new OwnerResolutionCheck(options).AdmitAsync(request, TestContext.Current.CancellationToken);
        return (result.Result.Decision, request, result.Result.Reason);
    }
}
