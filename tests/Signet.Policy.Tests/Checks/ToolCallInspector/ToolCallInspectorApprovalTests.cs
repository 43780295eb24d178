using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.ToolCallInspector;

public sealed class ToolCallInspectorApprovalTests
{
    private const string Policy = """
        {"approvers":["human:ann","human:bob"],"quorum":1,"expires_after":600,
        "tools":{"pay":{"tier":"high","irreversible":true},
        "both":{"tier":"high","irreversible":true,"approvers":["human:ann","human:bob"],"quorum":2},
        "own":{"tier":"low","amounts":[{"at":"/n","max":10,"escalate_above":1}],"approvers":["human:cleo"],"expires_after":60}}}
        """;

    [Fact]
    public async Task JudgeAsync_Escalation_NamesWhomThePolicyNames()
    {
        StageOutcome outcome = await JudgeAsync("pay", Owner.Asserted(OwnerType.Agent, "ann"));
        Assert.Equal(Decision.Escalate, outcome.Decision);
        Assert.Equal(["human:ann", "human:bob"], outcome.Approval!.Approvers);
        Assert.Equal((1, TimeSpan.FromMinutes(10)), (outcome.Approval.Quorum, outcome.Approval.ExpiresAfter));
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("ANN")]
    public async Task JudgeAsync_Requester_IsNeverAmongTheApprovers(string id)
    {
        Owner ann = Owner.Asserted(OwnerType.Human, id);
        Assert.Equal(["human:bob"], (await JudgeAsync("pay", ann)).Approval!.Approvers);
        StageOutcome tooFew = await JudgeAsync("both", ann);
        Assert.Equal((Decision.Block, (ApprovalRequest?)null), (tooFew.Decision, tooFew.Approval));
        Assert.Equal(Decision.Escalate, (await JudgeAsync("both", Owner.Asserted(OwnerType.Human, "annie"))).Decision);
    }

    [Fact]
    public async Task JudgeAsync_NobodyAnswersForTheRequest_Blocks() =>
        Assert.Equal(Decision.Block, (await JudgeAsync("pay", Owner.Unresolved)).Decision);

    [Fact]
    public async Task JudgeAsync_ToolsOwnApprovers_GoBeforeThoseOfTheCheck()
    {
        StageOutcome outcome = await Inspector.JudgeAsync(Inspector.With(Policy), """{"n":2}""", tool: "own");
        Assert.Equal(["human:cleo"], outcome.Approval!.Approvers);
        Assert.Equal(TimeSpan.FromMinutes(1), outcome.Approval.ExpiresAfter);
        Assert.Null((await Inspector.JudgeAsync(Inspector.With(Policy), """{"n":1}""", tool: "own")).Approval);
    }

    [Fact]
    public async Task JudgeAsync_NoApprovers_EscalatesToNobody()
    {
        StageOutcome outcome = await Inspector.JudgeAsync(
            Inspector.With("""{"tools":{"t":{"tier":"high","irreversible":true}}}"""), "{}");
        Assert.Equal((Decision.Escalate, (ApprovalRequest?)null), (outcome.Decision, outcome.Approval));
    }

    private static ValueTask<StageOutcome> JudgeAsync(string tool, Owner owner) =>
        Inspector.JudgeAsync(Inspector.With(Policy), "{}", owner, tool);
}
