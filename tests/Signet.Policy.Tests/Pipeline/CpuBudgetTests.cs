using System.Text.Json.Nodes;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;
using Signet.Policy.Tests.Properties;

namespace Signet.Policy.Tests.Pipeline;

public sealed class CpuBudgetTests
{
    private const string LongText = "Nothing to see in 12 of these lines: it's all (c) prose, foo-bar and so on.\n";

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Over = TimeSpan.FromSeconds(2);

    /// <summary>One entry for every kind of check.</summary>
    private static readonly string[] Entries =
    [
        """{"check":"owner_resolution"}""",
        """{"check":"loopback_trust","networks":[{"cidr":"127.0.0.0/8","owner":"policy:internal"}]}""",
        """{"check":"continuing_consent","revoked":["agent:builder"]}""",
        """{"check":"rate_limit"}""",
        """{"check":"token_budget","windows":[{"per":"day","cap":1000}],"on_exceeded":"stop"}""",
        """{"check":"classification_gate"}""",
        """{"check":"classification_gate","read_markings":true}""",
        """{"check":"prompt_injection"}""",
        """{"check":"regex_content","rules":[{"label":"foo","pattern":"foo","action":"redact"}]}""",
        """{"check":"sensitive_data"}""",
        """{"check":"scope_drift"}""",
        """{"check":"tool_call_inspector","allow_unregistered":true}""",
    ];

    public static TheoryData<string> Checks => [.. Entries];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AdmitAsync_CheckThatNeverAsks_IsMeasuredWhenItHasAnswered()
    {
        ManualTime time = new();
        FakeCheck sut = new("slow") { CpuBudget = Budget, OnAdmit = (_, _) => Answer(time, Over) };
        AssertSpent(await Pipeline(time, sut).AdmitAsync(Requests.With("x"), Token));
    }

    [Fact]
    public async Task AdmitAsync_CheckWithinItsBudget_IsAllowed()
    {
        ManualTime time = new();
        FakeCheck sut = new("quick") { CpuBudget = Budget, OnAdmit = (_, _) => Answer(time, Budget) };
        Assert.Equal(Decision.Allow, (await Pipeline(time, sut).AdmitAsync(Requests.With("x"), Token)).Decision);
    }

    [Fact]
    public async Task AdmitAsync_CheckThatWasTold_StopsAsItSays()
    {
        ManualTime time = new();
        FakeCheck sut = new("told")
        {
            CpuBudget = Budget,
            OnAdmit = (request, _) =>
            {
                time.Advance(Over);
                Assert.True(request.Budget.IsSpent);
                return ValueTask.FromResult<AdmissionResult>(CheckResult.Escalate("stopped"));
            },
        };
        Assert.Equal((Decision.Escalate, "stopped"), Of(await Pipeline(time, sut).AdmitAsync(Requests.With("x"), Token)));
    }

    [Fact]
    public async Task AdmitAsync_CheckAfterOneThatWasTold_HasItsOwnBudget()
    {
        ManualTime time = new();
        FakeCheck told = new("told")
        {
            CpuBudget = Budget,
            OnAdmit = (request, _) =>
            {
                time.Advance(Over);
                return ValueTask.FromResult(request.Budget.IsSpent ? AdmissionResult.Allowed : (AdmissionResult)CheckResult.Block("not told"));
            },
        };
        FakeCheck next = new("next") { CpuBudget = Budget, OnAdmit = (_, _) => Answer(time, Over) };
        StageOutcome outcome = await Pipeline(time, told, next).AdmitAsync(Requests.With("x"), Token);
        Assert.Equal("next", outcome.Check);
        AssertSpent(outcome);
    }

    [Fact]
    public async Task AdmitAsync_CheckThatWaits_UsesNoProcessor()
    {
        ManualTime time = new();
        TaskCompletionSource<AdmissionResult> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeCheck sut = new("waits") { CpuBudget = Budget, OnAdmit = (_, _) => new ValueTask<AdmissionResult>(answer.Task) };
        ValueTask<StageOutcome> outcome = Pipeline(time, sut).AdmitAsync(Requests.With("x"), Token);
        time.Advance(Over);
        answer.SetResult(AdmissionResult.Allowed);
        Assert.Equal(Decision.Allow, (await outcome).Decision);
    }

    [Fact]
    public async Task JudgeAndRecordAsync_CheckThatNeverAsks_IsMeasuredToo()
    {
        ManualTime time = new();
        FakeCheck sut = new("slow")
        {
            CpuBudget = Budget,
            OnJudge = () =>
            {
                time.Advance(Over);
                return CheckResult.Allowed;
            },
        };
        AssertSpent(await Pipeline(time, sut).JudgeAsync(Requests.With("x"), Requests.Call("t"), Token));
        AssertSpent(await Pipeline(time, sut).RecordAsync(Requests.With("x"), new ResponseSummary { Status = 200, Bytes = 0 }, Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Inspect_InspectorThatNeverAsks_IsMeasuredWithEachPiece(bool atTheEnd)
    {
        ManualTime time = new();
        FakeInspector inspector = new()
        {
            OnPush = (_, _) =>
            {
                time.Advance(atTheEnd ? Budget : Over);
                return 0;
            },
            OnComplete = _ => time.Advance(Over),
        };
        ResponseInspection sut = Pipeline(time, new FakeCheck("slow") { CpuBudget = Budget, OnOpen = () => inspector }).Inspect(Requests.With("x"));
        sut.Push(Requests.Channel, "a");
        Assert.Equal(!atTheEnd, sut.IsStopped);
        sut.Complete(Requests.Channel);
        AssertSpent(sut.Outcome);
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Run_AnyCheckOverItsBudget_Blocks(string entry)
    {
        TickingTime time = new(TimeSpan.FromMilliseconds(2));
        PolicyPipeline sut = Build(entry, time, 1);
        List<StageOutcome> outcomes =
        [
            await sut.AdmitAsync(Request("hello"), Token), Inspect(sut, "hello"), await sut.JudgeAsync(Request("hello"), Requests.Call("t"), Token),
        ];
        List<StageOutcome> ran = [.. outcomes.Where(outcome => outcome.Coverage.Count > 0)];
        Assert.NotEmpty(ran);
        Assert.All(ran, AssertSpent);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task AdmitAsync_ManyItems_StopsAtTheFirstLookAtTheClock(int check)
    {
        ContentItem[] items = [.. Requests.With([.. Enumerable.Repeat(string.Concat(Enumerable.Repeat(LongText, 40)), 40)]).Content];
        Assert.True(await ReadingsAsync(1) + 10 < await ReadingsAsync(100_000));

        async Task<long> ReadingsAsync(int budget)
        {
            TickingTime time = new(TimeSpan.FromMilliseconds(2));
            RequestContext request = Request("");
            request.Content = items;
            StageOutcome outcome = await Build(Entries[check], time, budget).AdmitAsync(request, Token);
            Assert.Equal(budget == 1 ? Decision.Block : Decision.Allow, outcome.Decision == Decision.Redact ? Decision.Allow : outcome.Decision);
            return time.Readings;
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void Inspect_LongPiece_StopsAtTheFirstLookAtTheClock(int check)
    {
        string entry = Entries[check].Replace("""{"label":"foo","pattern":"foo","action":"redact"}""", string.Join(',', Enumerable.Range(0, 20)
            .Select(i => $$"""{"label":"foo{{i}}","pattern":"foo[{{i}}]","action":"redact"}""")), StringComparison.Ordinal);
        string text = string.Concat(Enumerable.Repeat(LongText, 5_000));
        Assert.True(Readings(1) + 10 < Readings(100_000));

        long Readings(int budget)
        {
            TickingTime time = new(TimeSpan.FromMilliseconds(2));
            StageOutcome outcome = Inspect(Build(entry, time, budget), text);
            Assert.Equal(budget == 1 ? Decision.Block : Decision.Allow, outcome.Decision);
            return time.Readings;
        }
    }

    private static PolicyPipeline Build(string entry, TimeProvider time, int budget)
    {
        JsonObject check = JsonNode.Parse(entry)!.AsObject();
        check["cpu_budget_ms"] = budget;
        check["timeout_ms"] = 600_000;
        return CorpusPolicy.Build([check], time);
    }

    private static StageOutcome Inspect(PolicyPipeline pipeline, string text)
    {
        ResponseInspection inspection = pipeline.Inspect(Request("hello"));
        inspection.Push(Requests.Channel, text);
        inspection.Complete(Requests.Channel);
        return inspection.Outcome;
    }

    private static RequestContext Request(string text)
    {
        RequestContext request = Requests.WithHeaders((SecurityHeaders.CommitOwner, "human:ada"), (SecurityHeaders.Classification, "TS"), (SecurityHeaders.CallerClearance, "TS"));
        request.Content = Requests.With(text).Content;
        return request;
    }

    private static ValueTask<AdmissionResult> Answer(ManualTime time, TimeSpan after)
    {
        time.Advance(after);
        return ValueTask.FromResult(AdmissionResult.Allowed);
    }

    private static PolicyPipeline Pipeline(TimeProvider time, params IEnumerable<ICheck> checks) => new(checks, shadow: false, time);

    private static (Decision Decision, string Reason) Of(StageOutcome outcome) => (outcome.Decision, outcome.Reason);

    private static void AssertSpent(StageOutcome outcome)
    {
        Assert.Equal((Decision.Block, true), (outcome.Decision, outcome.Metadata.ContainsKey("cpu_budget_seconds")));
        Assert.EndsWith("used up its processor time", outcome.Reason, StringComparison.Ordinal);
    }
}
