using System.Text;
using Signet.Policy.Checks.OwnerResolution;
using Signet.Policy.Documents;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.OwnerResolution;

public sealed class WorkloadOwnerTests
{
    private static readonly WorkloadIdentity Billing = WorkloadIdentity.TryCreate("payments", "billing", "issuer")! with { Pod = "p", PodUid = "u" };

    [Fact]
    public async Task AdmitAsync_Workload_IsTheOwnerWhoeverWasBefore()
    {
        RequestContext request = With(Billing);
        request.Owner = Owner.Asserted(OwnerType.Policy, "local");
        AdmissionResult result = await AdmitAsync(request, blockClaims: true);
        Assert.Equal(Decision.Allow, result.Result.Decision);
        Assert.Equal(("agent:system:serviceaccount:payments:billing", true, "issuer"), (request.Owner.ToString(), request.Owner.Authenticated, request.Owner.Issuer));
        Assert.Equal(("workload", "p", "u"), (result.Result.Metadata["source"], result.Result.Metadata["workload_pod"], result.Result.Metadata["workload_pod_uid"]));
    }

    [Fact]
    public async Task AdmitAsync_NoWorkload_BlocksWhateverHeadersAndOthersSay()
    {
        RequestContext request = With(null, (SecurityHeaders.CommitOwner, "human:ada"));
        request.Owner = Owner.Asserted(OwnerType.Policy, "local");
        Assert.Equal(Decision.Block, (await AdmitAsync(request, blockClaims: false)).Result.Decision);
        Assert.False(request.Owner.IsResolved);
    }

    [Theory]
    [InlineData("X-Commit-Owner", "human:ada")]
    [InlineData("X-Agent-Id", "agent:other")]
    [InlineData("X-Agent-Id", "")]
    [InlineData("X-Policy-Name", "p")]
    [InlineData("X-Policy-Version", "1")]
    public async Task AdmitAsync_ClaimOfAnother_BlocksOrIsRecorded(string header, string value)
    {
        foreach (bool blocks in (bool[])[true, false])
        {
            RequestContext request = With(Billing, (header, value));
            AdmissionResult result = await AdmitAsync(request, blocks);
            Assert.Equal(blocks ? Decision.Block : Decision.Allow, result.Result.Decision);
            Assert.Equal((value, Billing.User), (result.Result.Metadata["claimed"], request.Owner.Id));
        }
    }

    [Fact]
    public async Task AdmitAsync_ClaimOfItself_IsNone()
    {
        AdmissionResult result = await AdmitAsync(With(Billing, (SecurityHeaders.AgentId, "agent:" + Billing.User)), blockClaims: true);
        Assert.Equal(Decision.Allow, result.Result.Decision);
        Assert.DoesNotContain("claimed", result.Result.Metadata.Keys);
    }

    [Theory]
    [InlineData("""{"check":"owner_resolution","source":"workload","require_owner":false}""", "/checks/0/require_owner")]
    [InlineData("""{"check":"owner_resolution","on_claim":"record"}""", "/checks/0/on_claim")]
    [InlineData("""{"check":"owner_resolution","source":"cookie"}""", "/checks/0/source")]
    public void TryParse_OptionsThatDontFit_AreErrors(string check, string path)
    {
        string json = $$"""{"version":1,"checks":[{{check}}]}""";
        Assert.False(PolicyDocument.TryParse(Encoding.UTF8.GetBytes(json), out _, out IReadOnlyList<PolicyError> errors));
        Assert.Equal(path, errors[0].Path);
    }

    private static ValueTask<AdmissionResult> AdmitAsync(RequestContext request, bool blockClaims) =>
        new OwnerResolutionCheck(new() { Source = OwnerSource.Workload, BlockClaims = blockClaims }).AdmitAsync(request, TestContext.Current.CancellationToken);

    private static RequestContext With(WorkloadIdentity? workload, params (string Name, string Value)[] headers)
    {
        RequestContext plain = Requests.WithHeaders(headers);
        return new RequestContext
        {
            Method = plain.Method,
            Path = plain.Path,
            Surface = plain.Surface,
            Headers = plain.Headers,
            Content = plain.Content,
            Workload = workload,
        };
    }
}
