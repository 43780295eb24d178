using System.Text;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.LoopbackTrust;

public sealed class LoopbackTrustCheckTests
{
    private const string Networks =
        """
        "networks":[{"cidr":"127.0.0.0/8","owner":"policy:internal"},{"cidr":"::1/128","owner":"policy:internal"},
                    {"cidr":"10.1.0.0/16","owner":"agent:builder"},{"cidr":"2001:db8::/32","owner":"human:ada"},
                    {"cidr":"::ffff:192.0.2.0/120","owner":"agent:mapped"}]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1", "policy:internal")]
    [InlineData("127.255.255.255", "policy:internal")]
    [InlineData("::ffff:127.0.0.1", "policy:internal")]
    [InlineData("::1", "policy:internal")]
    [InlineData("10.1.2.3", "agent:builder")]
    [InlineData("10.2.0.1", "unresolved")]
    [InlineData("2001:db8:ffff::1", "human:ada")]
    [InlineData("2001:db9::1", "unresolved")]
    [InlineData("192.0.2.200", "agent:mapped")]
    [InlineData("::ffff:192.0.2.200", "agent:mapped")]
    [InlineData("192.0.3.1", "unresolved")]
    public async Task AdmitAsync_NobodyNamed_ResolvesByNetwork(string source, string expected)
    {
        RequestContext request = Requests.Of("", source: source);
        StageOutcome outcome = await Build().AdmitAsync(request, Token);
        Assert.Equal((Decision.Allow, expected, false), (outcome.Decision, request.Owner.ToString(), request.Owner.Authenticated));
    }

    [Theory]
    [InlineData(SecurityHeaders.CommitOwner, "human:mallory")]
    [InlineData(SecurityHeaders.CommitOwner, "nonsense")]
    [InlineData(SecurityHeaders.CommitOwner, "")]
    [InlineData(SecurityHeaders.AgentId, "agent:x")]
    [InlineData(SecurityHeaders.PolicyName, "p")]
    [InlineData(SecurityHeaders.PolicyVersion, "1")]
    public async Task AdmitAsync_FieldNamesAnOwner_IsLeftAlone(string name, string value)
    {
        RequestContext request = Requests.Of("", source: "127.0.0.1", headers: (name, value));
        await Build().AdmitAsync(request, Token);
        Assert.False(request.Owner.IsResolved);
    }

    [Fact]
    public async Task AdmitAsync_ThroughAProxy_IsLeftAlone()
    {
        RequestContext request = Requests.Of("", source: "127.0.0.1", isForwarded: true);
        await Build().AdmitAsync(request, Token);
        Assert.False(request.Owner.IsResolved);
    }

    [Fact]
    public async Task AdmitAsync_OwnerKnown_StaysAsItIs()
    {
        RequestContext request = Requests.Of("human:alice", source: "127.0.0.1");
        await Build().AdmitAsync(request, Token);
        Assert.Equal("human:alice", request.Owner.ToString());
    }

    [Fact]
    public void Build_BehindOwnerResolution_RunsBeforeIt()
    {
        const string Json = """{"version":1,"checks":[{"check":"owner_resolution"},{"check":"loopback_trust","networks":[{"cidr":"::1/128","owner":"policy:x"}]}]}""";
        Assert.True(PolicyDocument.TryParse(Encoding.UTF8.GetBytes(Json), out PolicyDocument? document, out _));
        Assert.Equal(["loopback_trust", "owner_resolution"], document.Build(TimeProvider.System).Checks);
    }

    [Fact]
    public void TryParse_AnyNetwork_WarnsThatItIsWeak()
    {
        (PolicyDocument? document, _) = Policies.Document("loopback_trust", Networks);
        Assert.Equal(5, document!.Warnings.Count);
    }

    [Theory]
    [InlineData("", "/checks/0/networks")]
    [InlineData("\"networks\":[{\"cidr\":\"0.0.0.0/0\",\"owner\":\"policy:x\"}]", "/checks/0/networks/0/cidr")]
    [InlineData("\"networks\":[{\"cidr\":\"::/0\",\"owner\":\"policy:x\"}]", "/checks/0/networks/0/cidr")]
    [InlineData("\"networks\":[{\"cidr\":\"::ffff:0:0/96\",\"owner\":\"policy:x\"}]", "/checks/0/networks/0/cidr")]
    [InlineData("\"networks\":[{\"cidr\":\"127.0.0.1/8\",\"owner\":\"policy:x\"}]", "/checks/0/networks/0/cidr")]
    [InlineData("\"networks\":[{\"cidr\":\"localhost\",\"owner\":\"policy:x\"}]", "/checks/0/networks/0/cidr")]
    [InlineData("\"networks\":[{\"cidr\":\"127.0.0.0/8\",\"owner\":\"internal\"}]", "/checks/0/networks/0/owner")]
    [InlineData("\"networks\":[{\"cidr\":\"127.0.0.0/8\"}]", "/checks/0/networks/0/owner")]
    public void TryParse_BadOption_IsRefused(string options, string path) =>
        Assert.Contains(path, Policies.Document("loopback_trust", options).Errors.Select(error => error.Path));

    private static PolicyPipeline Build() => Policies.Build("loopback_trust", Networks, TimeProvider.System);
}
