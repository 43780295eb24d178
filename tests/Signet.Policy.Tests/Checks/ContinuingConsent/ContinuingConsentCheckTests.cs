using Signet.Policy.Checks.ContinuingConsent;
using Signet.Policy.Content;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.ContinuingConsent;

public sealed class ContinuingConsentCheckTests
{
    private readonly ManualTime _time = new();
    private readonly CheckStates _states = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AdmitAsync_RevokedOwner_Blocks()
    {
        PolicyPipeline pipeline = Build("\"revoked\":[\"agent:x\",\"human:temp-*\"]");
        Assert.Equal(Decision.Block, (await pipeline.AdmitAsync(Requests.Of("agent:x"), Token)).Decision);
        Assert.Equal(Decision.Block, (await pipeline.AdmitAsync(Requests.Of("human:temp-7"), Token)).Decision);
        Assert.Equal(Decision.Allow, (await pipeline.AdmitAsync(Requests.Of("human:ada"), Token)).Decision);
        Assert.Equal(Decision.Allow, (await pipeline.AdmitAsync(Requests.Of(""), Token)).Decision);
    }

    [Fact]
    public void Push_PolicyReadAgainWithTheOwnerRevoked_EndsTheAnswerThatRuns()
    {
        ResponseInspection inspection = Start("\"every_characters\":10,\"every_ms\":60000");
        inspection.Push(Requests.Channel, "hello");
        Build("\"revoked\":[\"agent:x\"]");

        inspection.Push(Requests.Channel, "1234");
        Assert.False(inspection.IsStopped);
        inspection.Push(Requests.Channel, "567890");
        Assert.True(inspection.IsStopped);
        Assert.Equal("continuing_consent", inspection.Outcome.Check);
    }

    [Fact]
    public void Push_TimeHasGoneBy_LooksAgain()
    {
        ResponseInspection inspection = Start("\"every_characters\":1000000,\"every_ms\":500");
        inspection.Push(Requests.Channel, "hello");
        Registry.Revoke(Owner.Asserted(OwnerType.Agent, "x"));

        inspection.Push(Requests.Channel, "a");
        Assert.False(inspection.IsStopped);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        inspection.Push(Requests.Channel, "b");
        Assert.True(inspection.IsStopped);
    }

    [Fact]
    public void Push_ManyChannels_CountTogether()
    {
        ResponseInspection inspection = Start("\"every_characters\":10,\"every_ms\":60000");
        inspection.Push(Requests.Channel, "hello");
        Registry.Revoke(Owner.Asserted(OwnerType.Agent, "x"));
        for (int i = 0; i < 3; i++)
        {
            inspection.Push(new InspectionChannel(i, ContentKind.Text, "content"), "1234");
        }

        Assert.True(inspection.IsStopped);
    }

    [Fact]
    public void Push_ToolCall_LooksEachTime()
    {
        ResponseInspection inspection = Start("\"every_characters\":1000000,\"every_ms\":60000");
        inspection.Push(Requests.Channel, "hello");
        Registry.Revoke(Owner.Asserted(OwnerType.Agent, "x"));
        inspection.Push(new InspectionChannel(0, ContentKind.ToolCall, "calls/0/name"), "r");
        Assert.True(inspection.IsStopped);
    }

    [Fact]
    public void Complete_Revoked_Blocks()
    {
        ResponseInspection inspection = Start("");
        inspection.Push(Requests.Channel, "hello");
        Registry.Revoke(Owner.Asserted(OwnerType.Agent, "x"));
        inspection.Complete(Requests.Channel);
        Assert.True(inspection.IsStopped);
    }

    [Fact]
    public async Task Restore_ByTheHost_TakesBackItsOwnWordAlone()
    {
        PolicyPipeline pipeline = Build("\"revoked\":[\"agent:y\"]");
        foreach (string id in (string[])["x", "y"])
        {
            Registry.Revoke(Owner.Asserted(OwnerType.Agent, id));
            Registry.Restore(Owner.Asserted(OwnerType.Agent, id));
        }

        Assert.Equal(Decision.Allow, (await pipeline.AdmitAsync(Requests.Of("agent:x"), Token)).Decision);
        Assert.Equal(Decision.Block, (await pipeline.AdmitAsync(Requests.Of("agent:y"), Token)).Decision);
    }

    [Fact]
    public async Task Build_PolicyReadAgain_KeepsWhatTheHostStopped()
    {
        Build("");
        Registry.Revoke(Owner.Asserted(OwnerType.Agent, "x"));
        Assert.Equal(Decision.Block, (await Build("").AdmitAsync(Requests.Of("agent:x"), Token)).Decision);
    }

    [Fact]
    public async Task Source_Throws_Blocks()
    {
        ContinuingConsentCheck check = new(new ContinuingConsentOptions(), new Broken(), _time);
        PolicyPipeline pipeline = new([check], shadow: false, _time);
        Assert.Equal(Decision.Block, (await pipeline.AdmitAsync(Requests.Of("agent:x"), Token)).Decision);
        ResponseInspection inspection = pipeline.Inspect(Requests.Of("agent:x"));
        inspection.Push(Requests.Channel, "a");
        Assert.True(inspection.IsStopped);
    }

    [Fact]
    public async Task JudgeAsync_NoOtherJudge_StaysBlocked() =>
        Assert.Equal(Decision.Block, (await Build("").JudgeAsync(Requests.Of("agent:x"), Requests.Call("rm"), Token)).Decision);

    [Theory]
    [InlineData("\"revoked\":[\"x\"]", "/checks/0/revoked")]
    [InlineData("\"every_characters\":0", "/checks/0/every_characters")]
    [InlineData("\"every_ms\":60001", "/checks/0/every_ms")]
    public void TryParse_BadOption_IsRefused(string options, string path) =>
        Assert.Contains(path, Policies.Document("continuing_consent", options).Errors.Select(error => error.Path));

    private ConsentRegistry Registry => ConsentRegistry.Of(_states, PolicyPipeline.DefaultName, "continuing_consent");

    private PolicyPipeline Build(string options) => Policies.Build("continuing_consent", options, _time, _states);

    private ResponseInspection Start(string options) => Build(options).Inspect(Requests.Of("agent:x"));

    private sealed class Broken : IConsentSource
    {
        public bool IsGranted(Owner owner) => throw new InvalidOperationException();
    }
}
