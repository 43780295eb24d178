using CsCheck;
using Signet.Policy.Checks.OwnerResolution;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Pipeline;

public sealed class PolicyPipelineTests
{
    private static readonly ResponseSummary Summary = new() { Status = 200, Bytes = 1 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("1st")]
    [InlineData("with-dash")]
    [InlineData("pipeline")]
    public void Constructor_BadName_Throws(string name) =>
        Assert.Throws<ArgumentException>(() => Pipeline(new FakeCheck(name)));

    [Fact]
    public void Constructor_NameTwice_Throws() =>
        Assert.Throws<ArgumentException>(() => Pipeline(new FakeCheck("a"), new FakeCheck("a")));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(601)]
    public void Constructor_BadTimeout_Throws(int seconds) =>
        Assert.Throws<ArgumentException>(() => Pipeline(new FakeCheck("a") { Timeout = TimeSpan.FromSeconds(seconds) }));

    [Fact]
    public void Checks_Priorities_AreStableAndOwnerComesFirst()
    {
        PolicyPipeline pipeline = Pipeline(
            new FakeCheck("c") { Priority = 5 }, new FakeCheck("a"), new FakeCheck("b"), new FakeCheck("first") { Priority = int.MinValue },
            new OwnerResolutionCheck(new()));
        Assert.Equal(["owner_resolution", "first", "a", "b", "c"], pipeline.Checks);
    }

    [Fact]
    public async Task AdmitAsync_Block_StopsAndShowsTheRestAsNotRun()
    {
        StageOutcome outcome = await Pipeline(
            FakeCheck.Saying("a", CheckResult.Escalate("wait")),
            FakeCheck.Saying("b", CheckResult.Block("no")),
            new FakeCheck("c")).AdmitAsync(Requests.With("x"), Token);
        Assert.Equal((Decision.Block, "b", "no"), (outcome.Decision, outcome.Check, outcome.Reason));
        Assert.Equal([Decision.Escalate, Decision.Block, null], outcome.Coverage.Select(coverage => coverage.Decision));
        Assert.True(outcome.Enforced);
    }

    [Fact]
    public async Task AdmitAsync_Redact_LaterChecksSeeTheEditAndEarlierOnesRunAgain()
    {
        FakeCheck before = new("before");
        FakeCheck once = new("once") { ReadsContent = false };
        FakeCheck after = new("after");
        RequestContext request = Requests.With("my secret");
        StageOutcome outcome = await Pipeline(before, once, FakeCheck.Replacing("redact", "secret", "***"), after).AdmitAsync(request, Token);
        Assert.Equal(Decision.Redact, outcome.Decision);
        Assert.Equal(1, outcome.Redactions);
        Assert.Equal("my ***", request.Content[0].Text);
        Assert.Equal(["my secret", "my ***"], before.Calls);
        Assert.Equal(["my secret"], once.Calls);
        Assert.Equal(["my ***"], after.Calls);
    }

    [Fact]
    public async Task AdmitAsync_RedactThenBlockOnEditedText_Blocks()
    {
        FakeCheck refusesStars = new("stars")
        {
            OnAdmit = (request, _) => ValueTask.FromResult<AdmissionResult>(
                request.Content[0].Text.Contains("***", StringComparison.Ordinal) ? CheckResult.Block("stars") : CheckResult.Allowed),
        };
        StageOutcome outcome = await Pipeline(refusesStars, FakeCheck.Replacing("redact", "secret", "***"))
            .AdmitAsync(Requests.With("my secret"), Token);
        Assert.Equal((Decision.Block, "stars"), (outcome.Decision, outcome.Check));
    }

    [Fact]
    public async Task AdmitAsync_RedactionThatNeverSettles_Blocks()
    {
        StageOutcome outcome = await Pipeline(FakeCheck.Replacing("grow", "a", "aa")).AdmitAsync(Requests.With("a"), Token);
        Assert.Equal((Decision.Block, StageOutcome.PipelineName), (outcome.Decision, outcome.Check));
    }

    [Fact]
    public async Task AdmitAsync_Throws_BlocksWithoutItsWords()
    {
        StageOutcome outcome = await Pipeline(new FakeCheck("bad") { OnAdmit = (_, _) => throw new FormatException("hush") })
            .AdmitAsync(Requests.With("x"), Token);
        Assert.Equal((Decision.Block, "bad"), (outcome.Decision, outcome.Check));
        Assert.Contains("bad", outcome.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal("FormatException", outcome.Metadata["error_class"]);
        Assert.DoesNotContain("hush", outcome.Metadata.Values);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AdmitAsync_CheckThatNeverEnds_Blocks(bool heedsToken)
    {
        FakeCheck hangs = new("hangs")
        {
            Timeout = TimeSpan.FromMilliseconds(20),
            OnAdmit = async (_, token) =>
            {
                await Task.Delay(Timeout.Infinite, heedsToken ? token : CancellationToken.None);
                return AdmissionResult.Allowed;
            },
        };
        FakeCheck next = new("next");
        StageOutcome outcome = await new PolicyPipeline([hangs, next], shadow: true, TimeProvider.System)
            .AdmitAsync(Requests.With("x"), Token);
        Assert.Equal((Decision.Block, "hangs"), (outcome.Decision, outcome.Check));
        Assert.Contains("timeout_seconds", outcome.Metadata.Keys);
        Assert.Equal(Decision.Allow, outcome.Coverage[1].Decision);
    }

    [Fact]
    public async Task AdmitAsync_CallerCancels_Rethrows()
    {
        using CancellationTokenSource source = new();
        FakeCheck cancels = new("cancels")
        {
            OnAdmit = async (_, token) =>
            {
                await source.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
                return AdmissionResult.Allowed;
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Pipeline(cancels).AdmitAsync(Requests.With("x"), source.Token));
    }

    public static TheoryData<int, long, int> BadEdits => new() { { 0, 0, 0 }, { 0, -1, 1 }, { 0, 0, 3 }, { 1, 0, 1 }, { -1, 0, 1 }, { 0, 3, 1 } };

    [Theory]
    [MemberData(nameof(BadEdits))]
    public async Task AdmitAsync_EditThatDoesNotFit_Blocks(int item, long start, int length)
    {
        RequestContext request = Requests.With("ab");
        StageOutcome outcome = await Pipeline(Editing([(item, new TextEdit(start, length, "x"))])).AdmitAsync(request, Token);
        Assert.Equal(Decision.Block, outcome.Decision);
        Assert.Equal("ab", request.Content[0].Text);
    }

    [Fact]
    public async Task AdmitAsync_RedactWithoutEditsOrOverlapping_Blocks()
    {
        Assert.Equal(Decision.Block, (await Pipeline(Editing([])).AdmitAsync(Requests.With("ab"), Token)).Decision);
        FakeCheck overlapping = Editing([(0, new TextEdit(0, 2, "x")), (0, new TextEdit(1, 1, "y"))]);
        Assert.Equal(Decision.Block, (await Pipeline(overlapping).AdmitAsync(Requests.With("ab"), Token)).Decision);
    }

    [Fact]
    public async Task AdmitAsync_Shadow_RunsAllChangesNothingAndSaysSo()
    {
        RequestContext request = Requests.With("my secret");
        StageOutcome outcome = await new PolicyPipeline(
            [FakeCheck.Saying("a", CheckResult.Block("no")), FakeCheck.Replacing("b", "secret", "***"), new FakeCheck("c")],
            shadow: true,
            TimeProvider.System).AdmitAsync(request, Token);
        Assert.Equal((Decision.Block, Decision.Allow, false), (outcome.Decision, outcome.Effective, outcome.Enforced));
        Assert.Equal([Decision.Block, Decision.Redact, Decision.Allow], outcome.Coverage.Select(coverage => coverage.Decision));
        Assert.Equal("my secret", request.Content[0].Text);
    }

    [Fact]
    public async Task AdmitAsync_NoChecks_Allows() =>
        Assert.Equal(Decision.Allow, (await Pipeline().AdmitAsync(Requests.With("x"), Token)).Decision);

    [Fact]
    public async Task AdmitAsync_UnknownDecision_Blocks() => Assert.Equal(
        Decision.Block,
        (await Pipeline(FakeCheck.Saying("a", new CheckResult { Decision = (Decision)9 })).AdmitAsync(Requests.With("x"), Token)).Decision);

    [Fact]
    public async Task JudgeAsync_NoCheck_BlocksUnlessPassed()
    {
        Assert.Equal(Decision.Block, (await Pipeline().JudgeAsync(Requests.With("x"), Requests.Call("t"), Token)).Decision);
        PolicyPipeline passing = new([], shadow: false, TimeProvider.System, passToolCalls: true);
        Assert.Equal(Decision.Allow, (await passing.JudgeAsync(Requests.With("x"), Requests.Call("t"), Token)).Decision);
    }

    [Fact]
    public async Task JudgeAsync_Redact_CountsAsBlock()
    {
        PolicyPipeline pipeline = Pipeline(FakeCheck.Saying("a", new CheckResult { Decision = Decision.Redact }));
        Assert.Equal(Decision.Block, (await pipeline.JudgeAsync(Requests.With("x"), Requests.Call("t"), Token)).Decision);
    }

    [Fact]
    public async Task RecordAsync_ThrowsOrCancelled_NeverThrowsAndRunsTheOthers()
    {
        FakeCheck last = new("last");
        PolicyPipeline pipeline = Pipeline(new FakeCheck("bad") { OnJudge = () => throw new FormatException("hush") }, last);
        StageOutcome outcome = await pipeline.RecordAsync(Requests.With("x"), Summary, Token);
        Assert.Equal("FormatException", outcome.Metadata["error_class"]);
        Assert.Equal(["record"], last.Calls);

        StageOutcome cancelled = await pipeline.RecordAsync(Requests.With("x"), Summary, new CancellationToken(canceled: true));
        Assert.All(cancelled.Coverage, coverage => Assert.Null(coverage.Decision));
    }

    /// <summary>I7: a check more never makes an outcome laxer, whatever it says and wherever it stands.</summary>
    [Fact]
    public void AdmitAsync_OneCheckMore_IsNeverLaxer()
    {
        Gen<FakeCheck> gen = Gen.Select(
            Gen.Int[0, 4], Gen.Int[-2, 2], Gen.Char['a', 'c'], Gen.Int[0, 1_000_000]).Select((kind, priority, letter, id) => kind switch
            {
                0 => new FakeCheck("c" + id) { Priority = priority },
                1 => Copy(FakeCheck.Saying("c" + id, CheckResult.Block("no")), priority),
                2 => Copy(FakeCheck.Saying("c" + id, CheckResult.Escalate("ask")), priority),
                3 => Copy(FakeCheck.Replacing("c" + id, letter.ToString(), "-"), priority),
                _ => new FakeCheck("c" + id) { Priority = priority, OnAdmit = (_, _) => throw new InvalidOperationException() },
            });
        Gen.Select(gen.Array[0, 5], gen, Gen.Bool, Gen.String[Gen.Char['a', 'd'], 0, 3]).Sample(
            (checks, more, shadow, text) =>
            {
                if (checks.Append(more).DistinctBy(check => check.Name).Count() <= checks.Length)
                {
                    return;
                }

                Decision before = Admit(checks, shadow, text);
                Decision after = Admit([.. checks, more], shadow, text);
                Assert.True(after >= before, $"{before} became {after}");
            },
            iter: 500);
    }

    private static Decision Admit(FakeCheck[] checks, bool shadow, string text) =>
        new PolicyPipeline(checks, shadow, TimeProvider.System).AdmitAsync(Requests.With(text), CancellationToken.None)
            .AsTask().GetAwaiter().GetResult().Decision;

    private static FakeCheck Copy(FakeCheck check, int priority) => new(check.Name) { Priority = priority, OnAdmit = check.OnAdmit };

    private static FakeCheck Editing((int Item, TextEdit Edit)[] edits) => new("edits")
    {
        OnAdmit = (_, _) => ValueTask.FromResult(
            new AdmissionResult { Result = new CheckResult { Decision = Decision.Redact }, Edits = edits }),
    };

    private static PolicyPipeline Pipeline(params ICheck[] checks) => new(checks, shadow: false, TimeProvider.System);
}
