using CsCheck;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.TokenBudget;

public sealed class TokenBudgetCheckTests
{
    private const string PerDay = "\"windows\":[{\"per\":\"day\",\"cap\":100}]";

    private readonly ManualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AdmitAsync_ReservationsFillTheBudget_BlocksUntilTheWindowEnds()
    {
        PolicyPipeline pipeline = Build(PerDay);
        Assert.Equal((true, null), await AdmitAsync(pipeline, Ask(60)));
        Assert.Equal((false, 60), await AdmitAsync(pipeline, Ask(41)));
        Assert.Equal((true, null), await AdmitAsync(pipeline, Ask(40)));
        Assert.Equal((false, 60), await AdmitAsync(pipeline, Ask(1)));
        Assert.True((await AdmitAsync(pipeline, Ask(100, "agent:y"))).Allowed);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await AdmitAsync(pipeline, Ask(100))).Allowed);
    }

    [Fact]
    public async Task RecordAsync_ToldUsage_ReplacesTheReservation()
    {
        PolicyPipeline pipeline = Build(PerDay);
        for (int i = 0; i < 10; i++)
        {
            RequestContext request = Ask(90);
            Assert.True((await AdmitAsync(pipeline, request)).Allowed);
            await EndAsync(pipeline, request, new TokenUsage(5, 1, false));
            await EndAsync(pipeline, request, new TokenUsage(5, 50, false));
        }

        await AssertRemainingAsync(pipeline, 90);
    }

    [Fact]
    public async Task RecordAsync_LongerThanReserved_CountsWhatItWas()
    {
        PolicyPipeline pipeline = Build(PerDay);
        RequestContext request = Ask(10);
        await AdmitAsync(pipeline, request);
        await EndAsync(pipeline, request, new TokenUsage(0, 500, false));
        Assert.Equal((false, 60), await AdmitAsync(pipeline, Ask(1)));
    }

    [Fact]
    public async Task RecordAsync_NobodyKnows_CountsTheReservation()
    {
        PolicyPipeline pipeline = Build(PerDay);
        RequestContext request = Ask(30);
        await AdmitAsync(pipeline, request);
        await EndAsync(pipeline, request, TokenUsage.Unknown);
        await AssertRemainingAsync(pipeline, 70);
    }

    [Fact]
    public async Task RecordAsync_RefusedByThisCheck_CountsNothing()
    {
        PolicyPipeline pipeline = Build(PerDay);
        RequestContext first = Ask(90);
        RequestContext refused = Ask(20);
        await AdmitAsync(pipeline, first);
        Assert.False((await AdmitAsync(pipeline, refused)).Allowed);
        await EndAsync(pipeline, refused, new TokenUsage(9, 9, false));
        await EndAsync(pipeline, first, TokenUsage.None);
        await AssertRemainingAsync(pipeline, 100);
    }

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MaxValue, int.MaxValue)]
    [InlineData(51L, 2)]
    [InlineData(101L, 1)]
    [InlineData(null, 1)]
    public async Task AdmitAsync_MoreThanTheBudgetEverHas_BlocksForGood(long? maxOutputTokens, int choices)
    {
        PolicyPipeline pipeline = Build(PerDay);
        Assert.Equal((false, null), await AdmitAsync(pipeline, Requests.Of("agent:x", maxOutputTokens: maxOutputTokens, choices: choices)));
        await AssertRemainingAsync(pipeline, 100);
    }

    [Fact]
    public async Task AdmitAsync_NothingSaid_ReservesTheDefaultForEachChoice()
    {
        PolicyPipeline pipeline = Build(PerDay + ",\"default_estimate\":20");
        Assert.True((await AdmitAsync(pipeline, Requests.Of("agent:x", choices: 3))).Allowed);
        await AssertRemainingAsync(pipeline, 40);
    }

    [Fact]
    public async Task AdmitAsync_SeveralWindows_AllMustHaveEnoughAndNoneKeepsWhatAnotherRefused()
    {
        PolicyPipeline pipeline = Build("\"windows\":[{\"per\":\"month\",\"cap\":100},{\"per\":\"minute\",\"cap\":40}]");
        await UseAsync(pipeline, 30);
        Assert.Equal((false, 60), await AdmitAsync(pipeline, Ask(20)));
        await UseAsync(pipeline, 10);

        _time.Set(new DateTimeOffset(2031, 1, 10, 0, 0, 0, TimeSpan.Zero));
        await AssertRemainingAsync(pipeline, 0);
        _time.Set(new DateTimeOffset(2031, 2, 1, 0, 0, 0, TimeSpan.Zero));
        await AssertRemainingAsync(pipeline, 40);
    }

    [Fact]
    public async Task AdmitAsync_ClockPutBack_OpensNoWindowAgain()
    {
        PolicyPipeline pipeline = Build(PerDay);
        await UseAsync(pipeline, 100);
        _time.Set(new DateTimeOffset(2031, 1, 30, 0, 0, 0, TimeSpan.Zero));
        Assert.False((await AdmitAsync(pipeline, Ask(1))).Allowed);
    }

    [Fact]
    public async Task RecordAsync_AfterTheWindow_CountsInTheOneInWhichItBegan()
    {
        PolicyPipeline pipeline = Build(PerDay);
        RequestContext request = Ask(60);
        await AdmitAsync(pipeline, request);
        _time.Advance(TimeSpan.FromMinutes(2));
        await UseAsync(pipeline, 10);
        await EndAsync(pipeline, request, new TokenUsage(0, 60, false));
        await AssertRemainingAsync(pipeline, 90);
    }

    [Theory]
    [InlineData("output", 70)]
    [InlineData("input", 92)]
    [InlineData("total", 62)]
    public async Task RecordAsync_Count_SaysWhichTokens(string count, long remaining)
    {
        PolicyPipeline pipeline = Build($"{PerDay},\"count\":\"{count}\"");
        RequestContext request = Ask(5);
        await AdmitAsync(pipeline, request);
        await EndAsync(pipeline, request, new TokenUsage(8, 30, false));
        RequestContext probe = Requests.Of("agent:x", maxOutputTokens: count == "input" ? 1 : remaining - (count == "total" ? 1 : 0));
        probe.Content = count switch
        {
            "output" => [],
            "input" => [probe.Content[0] with { Text = new string('x', (int)remaining * 4) }],
            _ => [probe.Content[0] with { Text = "xxxx" }],
        };
        Assert.True((await AdmitAsync(pipeline, probe)).Allowed);
        Assert.False((await AdmitAsync(pipeline, probe)).Allowed);
    }

    [Fact]
    public async Task AdmitAsync_NoModelWrites_NeedsNothing()
    {
        PolicyPipeline pipeline = Build(PerDay);
        await UseAsync(pipeline, 100);
        Assert.True((await AdmitAsync(pipeline, Ask(0))).Allowed);
    }

    [Fact]
    public async Task Build_PolicyReadAgain_KeepsWhatIsUsedAndReserved()
    {
        CheckStates states = new();
        PolicyPipeline first = Policies.Build("token_budget", PerDay, _time, states);
        await UseAsync(first, 30);
        RequestContext running = Ask(20);
        await AdmitAsync(first, running);

        PolicyPipeline second = Policies.Build("token_budget", "\"windows\":[{\"per\":\"day\",\"cap\":80}]", _time, states);
        await AssertRemainingAsync(second, 30);
        await EndAsync(first, running, new TokenUsage(0, 5, false));
        await AssertRemainingAsync(second, 45);
    }

    [Fact]
    public async Task Inspect_StopAndNothingLeft_EndsTheAnswerAndCountsNoMore()
    {
        PolicyPipeline pipeline = Build(PerDay + ",\"default_estimate\":10,\"on_exceeded\":\"stop\"");
        await UseAsync(pipeline, 40);
        RequestContext request = Requests.Of("agent:x");
        await AdmitAsync(pipeline, request);
        RequestContext other = Ask(20);
        await AdmitAsync(pipeline, other);

        ResponseInspection inspection = pipeline.Inspect(request);
        int written = 0;
        while (!inspection.IsStopped)
        {
            inspection.Push(Requests.Channel, "word");
            written++;
        }

        Assert.Equal(41, written);
        Assert.Equal(("token_budget", Decision.Block), (inspection.Outcome.Check, inspection.Outcome.Decision));
        await EndAsync(pipeline, request, new TokenUsage(0, 40, true));
        await EndAsync(pipeline, other, new TokenUsage(0, 20, false));
        await AssertRemainingAsync(pipeline, 0);
    }

    [Fact]
    public async Task Inspect_StopAndEnoughLeft_SetsMoreAside()
    {
        PolicyPipeline pipeline = Build(PerDay + ",\"default_estimate\":10,\"on_exceeded\":\"stop\"");
        RequestContext request = Requests.Of("agent:x");
        await AdmitAsync(pipeline, request);
        ResponseInspection inspection = pipeline.Inspect(request);
        inspection.Push(Requests.Channel, new string('x', 4 * 60));
        inspection.Push(new InspectionChannel(0, ContentKind.Text, "again") { IsRepetition = true }, new string('x', 4 * 60));
        inspection.Push(new InspectionChannel(0, ContentKind.Unknown, "id"), new string('x', 4 * 60));

        Assert.False(inspection.IsStopped);
        Assert.False((await AdmitAsync(pipeline, Ask(41))).Allowed);
        await EndAsync(pipeline, request, new TokenUsage(0, 60, false));
        await AssertRemainingAsync(pipeline, 40);
    }

    [Fact]
    public async Task Inspect_Finish_NeverEndsTheAnswer()
    {
        PolicyPipeline pipeline = Build(PerDay);
        RequestContext request = Ask(10);
        await AdmitAsync(pipeline, request);
        ResponseInspection inspection = pipeline.Inspect(request);
        inspection.Push(Requests.Channel, new string('x', 100_000));
        Assert.Equal(Decision.Allow, inspection.Outcome.Decision);
    }

    [Fact]
    public async Task AdmitAsync_InParallel_NeverMoreThanTheCap()
    {
        PolicyPipeline pipeline = Build("\"windows\":[{\"per\":\"day\",\"cap\":1000},{\"per\":\"month\",\"cap\":1000}]");
        long used = 0;
        await Parallel.ForAsync(0, 4_000, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token }, async (i, _) =>
        {
            RequestContext request = Ask(7);
            if ((await AdmitAsync(pipeline, request)).Allowed)
            {
                await Task.Yield();
                long needed = i % 8;
                Interlocked.Add(ref used, needed);
                await EndAsync(pipeline, request, new TokenUsage(0, needed, false));
            }
        });
        Assert.InRange(used, 900, 1_000);
        await AssertRemainingAsync(pipeline, 1_000 - used);
    }

    [Fact]
    public void AdmitAsync_AnyRequests_ReservationsNeverLeak() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, 60], Gen.Bool, Gen.Int[0, 3]).List[1, 60].SampleAsync(async steps =>
        {
            PolicyPipeline pipeline = Policies.Build("token_budget", PerDay, new ManualTime());
            List<(RequestContext Request, long Reserved, TokenUsage Usage)> running = [];
            long used = 0;
            foreach ((int reserved, int needed, bool known, int endings) in steps)
            {
                RequestContext request = Ask(reserved);
                if ((await AdmitAsync(pipeline, request)).Allowed)
                {
                    running.Add((request, reserved, known ? new TokenUsage(0, needed, false) : TokenUsage.Unknown));
                }

                for (int i = 0; i < endings && running.Count > 0; i++)
                {
                    used += running[0].Usage.Output ?? running[0].Reserved;
                    await EndAsync(pipeline, running[0].Request, running[0].Usage);
                    running.RemoveAt(0);
                }
            }

            foreach ((RequestContext request, _, _) in running)
            {
                await EndAsync(pipeline, request, TokenUsage.None);
            }

            await AssertRemainingAsync(pipeline, Math.Max(0, 100 - used));
        });

    [Theory]
    [InlineData("", "/checks/0/windows")]
    [InlineData("\"windows\":[]", "/checks/0/windows")]
    [InlineData("\"windows\":[{\"per\":\"week\",\"cap\":1}]", "/checks/0/windows/0/per")]
    [InlineData("\"windows\":[{\"cap\":1}]", "/checks/0/windows/0/per")]
    [InlineData("\"windows\":[{\"per\":\"day\"}]", "/checks/0/windows/0/cap")]
    [InlineData("\"windows\":[{\"per\":\"day\",\"cap\":0}]", "/checks/0/windows/0/cap")]
    [InlineData("\"windows\":[{\"per\":\"day\",\"cap\":1},{\"per\":\"day\",\"cap\":2}]", "/checks/0/windows/1/per")]
    [InlineData(PerDay + ",\"count\":\"money\"", "/checks/0/count")]
    [InlineData(PerDay + ",\"default_estimate\":0", "/checks/0/default_estimate")]
    public void TryParse_BadOption_IsRefused(string options, string path) =>
        Assert.Contains(path, Policies.Document("token_budget", options).Errors.Select(error => error.Path));

    private PolicyPipeline Build(string options) => Policies.Build("token_budget", options, _time);

    private static RequestContext Ask(long maxOutputTokens, string owner = "agent:x") => Requests.Of(owner, maxOutputTokens: maxOutputTokens);

    private static async Task<(bool Allowed, double? RetryAfter)> AdmitAsync(PolicyPipeline pipeline, RequestContext request)
    {
        StageOutcome outcome = await pipeline.AdmitAsync(request, Token);
        return (outcome.Decision == Decision.Allow, outcome.RetryAfter?.TotalSeconds);
    }

    private static async Task EndAsync(PolicyPipeline pipeline, RequestContext request, TokenUsage usage) =>
        Assert.Equal(
            Decision.Allow,
            (await pipeline.RecordAsync(request, new ResponseSummary { Status = 200, Bytes = 0, Meter = () => usage }, Token)).Decision);

    private static async Task UseAsync(PolicyPipeline pipeline, long tokens)
    {
        RequestContext request = Ask(tokens);
        Assert.True((await AdmitAsync(pipeline, request)).Allowed);
        await EndAsync(pipeline, request, new TokenUsage(0, tokens, false));
    }

    /// <summary>A request for all that remains passes, one for a token more doesn't.</summary>
    private static async Task AssertRemainingAsync(PolicyPipeline pipeline, long remaining)
    {
        Assert.False((await AdmitAsync(pipeline, Ask(remaining + 1))).Allowed);
        if (remaining > 0)
        {
            RequestContext probe = Ask(remaining);
            Assert.True((await AdmitAsync(pipeline, probe)).Allowed);
            await EndAsync(pipeline, probe, TokenUsage.None);
        }
    }
}
