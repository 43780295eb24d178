using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Signet.Messaging;
using Xunit;
using static Signet.Anchorer.Tests.AnchorerFixture;

namespace Signet.Anchorer.Tests;

public sealed class AnchorWorkerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Duty_AllAuthoritiesAnswer_IsChainedOnceAfterTheQuietTime()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 2);
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5));
        await fixture.PassAsync(Quiet);

        IReadOnlyList<AnchorBody> round = await fixture.Log.Rounds.ReadAsync(Token);

        Assert.Equal(["a", "b", "c"], round.Select(body => body.Tsa));
        Assert.All(round, body => Assert.Equal(5, body.TreeSize));
        Assert.Equal(3, round.Select(body => Convert.ToHexString(body.Nonce.Span)).Distinct().Count());
        Assert.Equal(RoundResult.Chained, await fixture.Observer.Rounds.ReadAsync(Token));
        await fixture.Worker.StopAsync(Token);
        Assert.False(fixture.Log.Rounds.TryRead(out _));
        Assert.All(fixture.Tsas, tsa => Assert.Single(tsa.Queries));
    }

    [Fact]
    public async Task Duty_SoonAfterARound_WaitsForTheIntervalAndTakesTheNewestCheckpoint()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 1);
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5));
        await fixture.PassAsync(Quiet);
        await fixture.Log.Rounds.ReadAsync(Token);

        fixture.Log.SetDuty(fixture.Duty(6));
        await fixture.Time.NextTimerAsync(Interval);
        fixture.Log.SetDuty(fixture.Duty(9));
        fixture.Time.Advance(Interval);

        Assert.All(await fixture.Log.Rounds.ReadAsync(Token), body => Assert.Equal(9, body.TreeSize));
        await fixture.Worker.StopAsync(Token);
    }

    [Fact]
    public async Task Round_OneAuthorityBroken_IsChainedWithTheOthers()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 2);
        fixture.Tsas[1].Misbehave = context => FakeTsa.Status(context, 503);
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5));
        await fixture.PassAsync(Quiet);

        Assert.Equal(["a", "c"], (await fixture.Log.Rounds.ReadAsync(Token)).Select(body => body.Tsa));
        Assert.Contains(("b", TsaResult.NoAnswer, null), fixture.Observer.Answers);
        await fixture.Worker.StopAsync(Token);
    }

    [Fact]
    public async Task Round_OneAuthorityHangs_IsChainedWithTheOthersAfterTheTimeout()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 2);
        var hanging = new TaskCompletionSource();
        fixture.Tsas[0].Misbehave = context =>
        {
            hanging.SetResult();
            return FakeTsa.Hang(context);
        };
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5));
        await fixture.PassAsync(Quiet);
        await hanging.Task.WaitAsync(Token);
        while (fixture.Observer.Answers.Count < 2)
        {
            await Task.Delay(5, Token);
        }

        fixture.Time.Advance(RequestTimeout);

        Assert.Equal(["b", "c"], (await fixture.Log.Rounds.ReadAsync(Token)).Select(body => body.Tsa));
        Assert.Contains(("a", TsaResult.TimedOut, null), fixture.Observer.Answers);
        await fixture.Worker.StopAsync(Token);
    }

    [Fact]
    public async Task Round_TooFewTokens_IsTriedAgainWithGrowingDelaysAndFreshNonces()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 2);
        fixture.Tsas[0].Misbehave = context => FakeTsa.Reply(context, "<html>junk</html>"u8.ToArray());
        fixture.Tsas[1].Misbehave = context => FakeTsa.Status(context, 500);
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5));
        await fixture.PassAsync(Quiet);

        foreach (TimeSpan full in (TimeSpan[])[Retry, Retry * 2, MaxRetry, MaxRetry])
        {
            Assert.Equal(RoundResult.TooFew, await fixture.Observer.Rounds.ReadAsync(Token));
            fixture.Time.Advance(await fixture.Time.NextTimerAsync(full / 2, full));
        }

        Assert.Equal(RoundResult.TooFew, await fixture.Observer.Rounds.ReadAsync(Token));
        fixture.Tsas[0].Misbehave = null;
        fixture.Time.Advance(await fixture.Time.NextTimerAsync(MaxRetry / 2, MaxRetry));

        Assert.Equal(["a", "c"], (await fixture.Log.Rounds.ReadAsync(Token)).Select(body => body.Tsa));
        Assert.Equal(6, fixture.Tsas[2].Queries.Select(Convert.ToHexString).Distinct().Count());
        await fixture.Worker.StopAsync(Token);
        Assert.False(fixture.Log.Rounds.TryRead(out _));
    }

    [Fact]
    public async Task Submit_RefusedThenFailing_IsStampedAnewUntilChained()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 3);
        fixture.Log.SubmitFailures.Enqueue(new ArgumentException("refused"));
        fixture.Log.SubmitFailures.Enqueue(new InvalidOperationException("store down"));
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5));
        await fixture.PassAsync(Quiet);

        Assert.Equal(RoundResult.Refused, await fixture.Observer.Rounds.ReadAsync(Token));
        fixture.Time.Advance(await fixture.Time.NextTimerAsync(Retry / 2, Retry));
        Assert.Equal(RoundResult.Failed, await fixture.Observer.Rounds.ReadAsync(Token));
        fixture.Time.Advance(await fixture.Time.NextTimerAsync(Retry, Retry * 2));

        Assert.Equal(3, (await fixture.Log.Rounds.ReadAsync(Token)).Count);
        await fixture.Worker.StopAsync(Token);
    }

    [Fact]
    public async Task Wait_AuditorUnreachable_DoesNotEndTheWorker()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 1);
        fixture.Log.WaitFailures.Enqueue(new HttpRequestException("down"));
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5));
        fixture.Time.Advance(await fixture.Time.NextTimerAsync(Retry / 2, Retry));

        Assert.Equal(3, (await fixture.Log.Rounds.ReadAsync(Token)).Count);
        await fixture.Worker.StopAsync(Token);
    }

    [Fact]
    public async Task Stop_DutyStands_IsAnchoredAtOnce()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 1);
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5));
        await fixture.Time.NextTimerAsync(Quiet);

        await fixture.Worker.StopAsync(Token);

        Assert.True(fixture.Log.Rounds.TryRead(out IReadOnlyList<AnchorBody>? round));
        Assert.Equal(3, round.Count);
        Assert.False(fixture.Log.Rounds.TryRead(out _));
    }

    [Fact]
    public async Task Stop_AuthoritiesHang_EndsWithinTheBound()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 1);
        Array.ForEach(fixture.Tsas, tsa => tsa.Misbehave = FakeTsa.Hang);
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5));
        await fixture.Time.NextTimerAsync(Quiet);

        Task stop = fixture.Worker.StopAsync(Token);
        await fixture.Time.NextTimerAsync(ShutdownTimeout);
        fixture.Time.Advance(ShutdownTimeout);

        await stop.WaitAsync(Token);
        Assert.False(fixture.Log.Rounds.TryRead(out _));
    }

    [Fact]
    public async Task Stop_NoDuty_AsksNobody()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 1);
        await fixture.Worker.StartAsync(Token);

        await fixture.Worker.StopAsync(Token);

        Assert.All(fixture.Tsas, tsa => Assert.Empty(tsa.Queries));
    }

    [Fact]
    public async Task Answer_ReplayedFromAnEarlierRequest_IsRefused()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 3);
        AnchorStatement statement = AnchorStatement.Create("log.test", 5, fixture.Duty(5).Root.Span);
        byte[] old = fixture.Tsas[0].Respond(TimestampQuery.Create(statement).Encoded.ToArray());
        fixture.Tsas[0].Misbehave = context => FakeTsa.Reply(context, old);
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5));
        await fixture.PassAsync(Quiet);

        Assert.Equal(RoundResult.TooFew, await fixture.Observer.Rounds.ReadAsync(Token));
        Assert.Contains(("a", TsaResult.Refused, AnchorReason.NonceMismatch), fixture.Observer.Answers);

        // All of them were asked just now: the stop waits for the least time between two requests.
        fixture.Tsas[0].Misbehave = null;
        Task stop = fixture.Worker.StopAsync(Token);
        await fixture.PassAsync(Spacing);
        await stop.WaitAsync(Token);
        Assert.Equal(3, (await fixture.Log.Rounds.ReadAsync(Token)).Count);
        Assert.Equal(0, fixture.Observer.LeftOvers);
    }

    [Fact]
    public async Task Stop_SpacingEndsAfterTheBound_LeavesTheDutyAndSaysSo()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 1, spacing: ShutdownTimeout);
        Array.ForEach(fixture.Tsas, tsa => tsa.Misbehave = context => FakeTsa.Status(context, 503));
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5));
        await fixture.PassAsync(Quiet);
        Assert.Equal(RoundResult.TooFew, await fixture.Observer.Rounds.ReadAsync(Token));

        await fixture.Worker.StopAsync(Token);

        Assert.Equal(1, fixture.Observer.LeftOvers);
        Assert.All(fixture.Tsas, tsa => Assert.Single(tsa.Queries));
    }

    [Fact]
    public async Task Stop_TooFewMayBeAsked_DoesNotWaitForCircuits()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 2);
        fixture.Tsas[0].Misbehave = fixture.Tsas[1].Misbehave = context => FakeTsa.Status(context, 503);
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5));
        await fixture.PassAsync(Quiet);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(RoundResult.TooFew, await fixture.Observer.Rounds.ReadAsync(Token));
            fixture.Time.Advance(await fixture.Time.NextTimerAsync(Retry / 2, MaxRetry));
        }

        Assert.Equal(RoundResult.TooFew, await fixture.Observer.Rounds.ReadAsync(Token));
        await fixture.Worker.StopAsync(Token);

        Assert.Equal(1, fixture.Observer.LeftOvers);
    }

    [Fact]
    public async Task Round_Chained_KeepsTheRawRequestsAndAnswers()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 3);
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5));
        await fixture.PassAsync(Quiet);
        IReadOnlyList<AnchorBody> round = await fixture.Log.Rounds.ReadAsync(Token);
        Assert.Equal(RoundResult.Chained, await fixture.Observer.Rounds.ReadAsync(Token));
        await fixture.Worker.StopAsync(Token);

        Assert.Equal(["a", "b", "c"], fixture.Log.Evidence.Select(evidence => evidence.Tsa));
        foreach ((AnchorEvidence evidence, AnchorBody body) in fixture.Log.Evidence.Zip(round))
        {
            Assert.Equal(5, evidence.Size);
            Assert.True(evidence.Response.Span.IndexOf(body.Token.Span) > 0);
            AnchorStatement statement = AnchorStatement.Create("log.test", 5, body.Root.Span);
            Assert.Equal(TimestampQuery.Create(statement, body.Nonce.Span, body.Policy).Encoded, evidence.Request);
        }
    }

    [Fact]
    public async Task Duty_OfANewWriter_IsAnchoredWithoutWaitingForTheInterval()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 1);
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5) with { Epoch = 1 });
        await fixture.PassAsync(Quiet);
        await fixture.Log.Rounds.ReadAsync(Token);

        fixture.Log.SetDuty(fixture.Duty(6) with { Epoch = 2 });
        await fixture.Time.NextTimerAsync(Interval);
        fixture.Time.Advance(Watch);

        Assert.All(await fixture.Log.Rounds.ReadAsync(Token), body => Assert.Equal(6, body.TreeSize));
        await fixture.Worker.StopAsync(Token);
    }

    [Fact]
    public async Task Lag_WhileEveryAuthorityIsDown_GrowsAndIsTold()
    {
        await using AnchorerFixture fixture = await CreateAsync(required: 1);
        Array.ForEach(fixture.Tsas, tsa => tsa.Misbehave = context => FakeTsa.Status(context, 503));
        await fixture.Worker.StartAsync(Token);
        fixture.Log.SetDuty(fixture.Duty(5));
        await fixture.PassAsync(Quiet);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(RoundResult.TooFew, await fixture.Observer.Rounds.ReadAsync(Token));
            fixture.Time.Advance(await fixture.Time.NextTimerAsync(Retry / 2, MaxRetry));
        }

        Assert.Equal(RoundResult.TooFew, await fixture.Observer.Rounds.ReadAsync(Token));
        await fixture.Worker.StopAsync(Token);
        Assert.Contains(fixture.Observer.Lags, lag => lag >= Retry * 2);
        Assert.All(fixture.Tsas, tsa => Assert.True(fixture.Observer.Circuits[tsa.Trust.Name]));
    }
}
