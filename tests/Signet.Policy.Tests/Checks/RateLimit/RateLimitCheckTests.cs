using CsCheck;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.RateLimit;

public sealed class RateLimitCheckTests
{
    private readonly ManualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AdmitAsync_MoreThanCapacity_BlocksAndSaysWhenToComeBack()
    {
        PolicyPipeline pipeline = Build("\"capacity\":2,\"refill_per_second\":0.25");
        Assert.Equal((true, null), await AdmitAsync(pipeline, "agent:x"));
        Assert.Equal((true, null), await AdmitAsync(pipeline, "agent:x"));
        Assert.Equal((false, 4), await AdmitAsync(pipeline, "agent:x"));
        Assert.Equal((true, null), await AdmitAsync(pipeline, "agent:y"));

        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal((false, 2.5), await AdmitAsync(pipeline, "agent:x"));
        _time.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal((true, null), await AdmitAsync(pipeline, "agent:x"));
        Assert.Equal((false, 4), await AdmitAsync(pipeline, "agent:x"));
    }

    [Fact]
    public async Task AdmitAsync_LongPause_FillsUpToCapacityAndNoFurther()
    {
        PolicyPipeline pipeline = Build("\"capacity\":3,\"refill_per_second\":1000000");
        for (int round = 0; round < 3; round++)
        {
            Assert.Equal(3, await CountAsync(pipeline, "agent:x", 5));
            _time.Advance(TimeSpan.FromDays(3_650));
        }
    }

    [Fact]
    public async Task AdmitAsync_SlowestRefill_LosesNothingToRounding()
    {
        PolicyPipeline pipeline = Build("\"capacity\":1,\"refill_per_second\":0.000001");
        Assert.Equal(1, await CountAsync(pipeline, "agent:x", 1));
        for (int i = 0; i < 1_000; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(999.9999));
            Assert.Equal(0, await CountAsync(pipeline, "agent:x", 1));
        }

        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, await CountAsync(pipeline, "agent:x", 1));
    }

    [Fact]
    public async Task AdmitAsync_HardQuota_NeverComesBack()
    {
        PolicyPipeline pipeline = Build("\"capacity\":2,\"hard_quota\":true");
        Assert.Equal(2, await CountAsync(pipeline, "agent:x", 3));
        _time.Advance(TimeSpan.FromDays(365));
        Assert.Equal((false, null), await AdmitAsync(pipeline, "agent:x"));
    }

    [Fact]
    public async Task AdmitAsync_Nobody_CountsBySource()
    {
        PolicyPipeline pipeline = Build("\"capacity\":1");
        Assert.True((await AdmitAsync(pipeline, Requests.Of("", source: "192.0.2.1"))).Allowed);
        Assert.False((await AdmitAsync(pipeline, Requests.Of("", source: "192.0.2.1"))).Allowed);
        Assert.True((await AdmitAsync(pipeline, Requests.Of("", source: "192.0.2.2"))).Allowed);
    }

    [Fact]
    public async Task AdmitAsync_LimitOfAnOwner_ReplacesTheGeneralOne()
    {
        PolicyPipeline pipeline = Build(
            """
            "capacity":1,"limits":[
              {"owners":["agent:batch-*","human:ada"],"capacity":3},
              {"owners":["agent:*"],"capacity":2,"hard_quota":true}]
            """);
        Assert.Equal(3, await CountAsync(pipeline, "agent:batch-7", 5));
        Assert.Equal(3, await CountAsync(pipeline, "human:ada", 5));
        Assert.Equal(2, await CountAsync(pipeline, "agent:other", 5));
        Assert.Equal(1, await CountAsync(pipeline, "human:bob", 5));
    }

    [Fact]
    public async Task AdmitAsync_CrowdOfOwners_NeverResetsAUsedBucket()
    {
        PolicyPipeline pipeline = Build("\"capacity\":1,\"hard_quota\":true,\"max_keys\":1000");
        Assert.True((await AdmitAsync(pipeline, "agent:x")).Allowed);
        int admitted = 0;
        for (int i = 0; i < 5_000; i++)
        {
            admitted += (await AdmitAsync(pipeline, $"agent:crowd{i}")).Allowed ? 1 : 0;
        }

        Assert.InRange(admitted, 1, 1_008);
        Assert.False((await AdmitAsync(pipeline, "agent:x")).Allowed);
    }

    [Fact]
    public async Task AdmitAsync_CrowdOfOwnersWhoseBucketsFill_MakesPlaceAgain()
    {
        PolicyPipeline pipeline = Build("\"capacity\":1,\"max_keys\":1000");
        for (int i = 0; i < 5_000; i++)
        {
            await AdmitAsync(pipeline, $"agent:crowd{i}");
        }

        (bool allowed, double? retryAfter) = (true, null);
        for (int i = 0; allowed; i++)
        {
            (allowed, retryAfter) = await AdmitAsync(pipeline, $"agent:late{i}");
        }

        Assert.InRange(retryAfter!.Value, 0, 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await AdmitAsync(pipeline, "agent:later")).Allowed);
    }

    [Fact]
    public async Task Build_PolicyReadAgain_KeepsWhatIsUsed()
    {
        CheckStates states = new();
        PolicyPipeline first = Policies.Build("rate_limit", "\"capacity\":5,\"refill_per_second\":0.001", _time, states);
        Assert.Equal(5, await CountAsync(first, "agent:x", 9));

        PolicyPipeline second = Policies.Build("rate_limit", "\"capacity\":7,\"refill_per_second\":0.001", _time, states);
        Assert.Equal(2, await CountAsync(second, "agent:x", 9));
        PolicyPipeline third = Policies.Build("rate_limit", "\"capacity\":1,\"refill_per_second\":1", _time, states);
        Assert.Equal((false, 1), await AdmitAsync(third, "agent:x"));
    }

    [Fact]
    public async Task AdmitAsync_Shadow_CountsAlike()
    {
        PolicyPipeline pipeline = Policies.Build("rate_limit", "\"capacity\":1", _time, shadow: true);
        StageOutcome first = await pipeline.AdmitAsync(Requests.Of("agent:x"), Token);
        StageOutcome second = await pipeline.AdmitAsync(Requests.Of("agent:x"), Token);
        Assert.Equal((Decision.Allow, Decision.Block), (first.Decision, second.Decision));
    }

    [Fact]
    public async Task AdmitAsync_TooManyRunning_BlocksUntilOneEnds()
    {
        PolicyPipeline pipeline = Build("\"capacity\":100,\"max_concurrent\":2");
        RequestContext[] running = [Requests.Of("agent:x"), Requests.Of("agent:x")];
        Assert.True((await AdmitAsync(pipeline, running[0])).Allowed);
        Assert.True((await AdmitAsync(pipeline, running[1])).Allowed);
        RequestContext refused = Requests.Of("agent:x");
        Assert.Equal((false, 1), await AdmitAsync(pipeline, refused));

        await EndAsync(pipeline, refused);
        Assert.False((await AdmitAsync(pipeline, "agent:x")).Allowed);
        await EndAsync(pipeline, running[0]);
        await EndAsync(pipeline, running[0]);
        Assert.True((await AdmitAsync(pipeline, "agent:x")).Allowed);
        Assert.False((await AdmitAsync(pipeline, "agent:x")).Allowed);
    }

    [Fact]
    public async Task AdmitAsync_InParallel_NeverMoreThanCapacityAndRefill()
    {
        PolicyPipeline pipeline = Build("\"capacity\":500,\"refill_per_second\":100,\"by\":[\"owner\",\"model\"]");
        for (int round = 0; round < 5; round++)
        {
            int admitted = 0;
            await Parallel.ForAsync(0, 4_000, Token, async (_, _) =>
            {
                if ((await AdmitAsync(pipeline, "agent:x")).Allowed)
                {
                    Interlocked.Increment(ref admitted);
                }
            });
            Assert.Equal(round == 0 ? 500 : 100, admitted);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task AdmitAsync_RunningInParallel_NeverMoreThanAllowed()
    {
        PolicyPipeline pipeline = Build("\"capacity\":1000000,\"max_concurrent\":3");
        int running = 0;
        int most = 0;
        await Parallel.ForAsync(0, 5_000, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token }, async (_, _) =>
        {
            RequestContext request = Requests.Of("agent:x");
            if ((await AdmitAsync(pipeline, request)).Allowed)
            {
                int now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref running);
                await EndAsync(pipeline, request);
            }
        });
        Assert.InRange(most, 1, 3);
        Assert.Equal(3, await CountAsync(pipeline, "agent:x", 9));
    }

    [Fact]
    public void AdmitAsync_AnyPaces_NeverMoreThanCapacityAndRefill() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 5_000], Gen.Int[0, 400].List[1, 60]).SampleAsync(async (capacity, milliRefill, pauses) =>
        {
            ManualTime time = new();
            decimal refill = milliRefill / 1_000m;
            PolicyPipeline pipeline = Policies.Build(
                "rate_limit", FormattableString.Invariant($"\"capacity\":{capacity},\"refill_per_second\":{refill}"), time);
            int admitted = 0;
            decimal seconds = 0;
            foreach (int pause in pauses)
            {
                time.Advance(TimeSpan.FromMilliseconds(pause));
                seconds += pause / 1_000m;
                admitted += await CountAsync(pipeline, "agent:x", 3);
                Assert.True(admitted <= capacity + (seconds * refill), $"{admitted} after {seconds} s");
            }
        });

    [Theory]
    [InlineData("\"capacity\":0", "/checks/0/capacity")]
    [InlineData("\"capacity\":1000001", "/checks/0/capacity")]
    [InlineData("\"refill_per_second\":0", "/checks/0/refill_per_second")]
    [InlineData("\"refill_per_second\":0.0000015", "/checks/0/refill_per_second")]
    [InlineData("\"refill_per_second\":1,\"hard_quota\":true", "/checks/0/refill_per_second")]
    [InlineData("\"by\":[]", "/checks/0/by")]
    [InlineData("\"by\":[\"owner\",\"owner\"]", "/checks/0/by/1")]
    [InlineData("\"by\":[\"session\"]", "/checks/0/by/0")]
    [InlineData("\"max_keys\":10", "/checks/0/max_keys")]
    [InlineData("\"limits\":[{\"capacity\":5}]", "/checks/0/limits/0/owners")]
    [InlineData("\"limits\":[{\"owners\":[\"x\"]}]", "/checks/0/limits/0/owners")]
    public void TryParse_BadOption_IsRefused(string options, string path) =>
        Assert.Contains(path, Policies.Document("rate_limit", options).Errors.Select(error => error.Path));

    private PolicyPipeline Build(string options) => Policies.Build("rate_limit", options, _time);

    private static Task<(bool Allowed, double? RetryAfter)> AdmitAsync(PolicyPipeline pipeline, string owner) =>
        AdmitAsync(pipeline, Requests.Of(owner));

    private static async Task<(bool Allowed, double? RetryAfter)> AdmitAsync(PolicyPipeline pipeline, RequestContext request)
    {
        StageOutcome outcome = await pipeline.AdmitAsync(request, Token);
        return (outcome.Decision == Decision.Allow, outcome.RetryAfter?.TotalSeconds);
    }

    private static async Task<int> CountAsync(PolicyPipeline pipeline, string owner, int requests)
    {
        int admitted = 0;
        for (int i = 0; i < requests; i++)
        {
            admitted += (await AdmitAsync(pipeline, owner)).Allowed ? 1 : 0;
        }

        return admitted;
    }

    private static async Task EndAsync(PolicyPipeline pipeline, RequestContext request) =>
        Assert.Equal(
            Decision.Allow,
            (await pipeline.RecordAsync(request, new ResponseSummary { Status = 200, Bytes = 0 }, Token)).Decision);

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = Volatile.Read(ref target); seen < value; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
