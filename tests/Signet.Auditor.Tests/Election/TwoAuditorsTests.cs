using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Signet.Auditor.Tests.Simulation;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Auditor.Tests.Election;

/// <summary>Two auditors, one store and one Lease, in virtual time.</summary>
public sealed class TwoAuditorsTests : IDisposable
{
    private static readonly TimeSpan OfTheLease = SimAuditor.Times.Duration;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SimWorld _world = new(7) { Faults = false };
    private readonly SimStore _store = new();
    private readonly SimLease _lease = new();
    private readonly List<SimAuditor> _auditors = [];
    private long _sent;
    private bool _overlap;

    private SimAuditor First => _auditors[0];

    private SimAuditor Other => _auditors[1];

    private TimeSpan Now => TimeSpan.FromTicks(_world.Now);

    public void Dispose()
    {
        _auditors.ForEach(auditor => auditor.Dispose());
        _services.Dispose();
    }

    [Fact]
    public void Both_Run_OneWritesAndTheOtherTellsEverybodyToRetry() => InTheWorld(() =>
    {
        RunFor(60 * Second);

        Assert.True(First.Head.IsWriting);
        Assert.False(First.Election.IsStandby);
        Assert.True(Other.Election.IsStandby);
        Assert.False(Other.Head.IsWriting);
        Assert.Null(Other.Head.Position);
        Assert.NotEmpty(First.Acknowledged);
        Assert.Empty(Other.Acknowledged);
        Assert.True(Other.Refused > 1_000);
        Assert.Equal(1, Epochs());
    });

    [Fact]
    public void Holder_Killed_IsFollowedWithinItsLeaseAndASecond() => InTheWorld(() =>
    {
        RunFor(10 * Second);
        for (var i = 0; i < 40; i++)
        {
            // At another point between two renewals each time.
            RunFor(10 * Second + i * 53 * TimeSpan.FromMilliseconds(1));
            var killed = Now;
            var (before, after) = (_auditors[^2], _auditors[^1]);
            before.Kill();
            var acknowledged = before.Acknowledged.Count;
            RunUntil(() => after.Acknowledged.Count > 0);

            Assert.InRange(Now - killed, OfTheLease - SimAuditor.Times.RetryPeriod - Second, OfTheLease + Second);
            Assert.Equal(acknowledged, before.Acknowledged.Count);
            Begin();
        }

        Assert.Equal(41, Epochs());
    });

    [Fact]
    public void Holder_Stopped_IsFollowedAtOnce() => InTheWorld(() =>
    {
        for (var i = 0; i < 20; i++)
        {
            RunFor(5 * Second + i * 53 * TimeSpan.FromMilliseconds(1));
            var stopped = Now;
            var (before, after) = (_auditors[^2], _auditors[^1]);
            before.Stop();
            RunUntil(() => after.Acknowledged.Count > 0);

            Assert.True(before.Running.IsCompletedSuccessfully);
            Assert.InRange(Now - stopped, TimeSpan.Zero, Second);
            Begin();
        }

        Assert.Equal(21, Epochs());
        Assert.Equal(20, _lease.Kept!.Spec.LeaseTransitions);
    });

    [Fact]
    public void Holder_StoppedWhileASegmentIsStored_GivesBackTheLeaseOnlyThen() => InTheWorld(() =>
    {
        RunFor(5 * Second);
        First.HoldAnswers();
        RunFor(Second);
        First.Stop();
        RunFor(3 * Second);
        Assert.Equal(First.Election.Identity, _lease.Kept!.Spec.HolderIdentity);

        First.LetAnswersGo();
        RunUntil(() => Other.Acknowledged.Count > 0);
        Assert.True(First.Running.IsCompletedSuccessfully);
    });

    [Theory]
    [InlineData(LeaseFault.Silent)]
    [InlineData(LeaseFault.Refuses)]
    [InlineData(LeaseFault.Conflicts)]
    internal void Holder_CantRenew_StopsBeforeAnotherBeginsAndEndsItsHost(LeaseFault fault) => InTheWorld(() =>
    {
        RunFor(10 * Second);
        var failed = Now;
        First.Lease.Fault = fault;
        RunUntil(() => Other.Acknowledged.Count > 0);

        Assert.Contains("lease", Assert.IsType<InvalidOperationException>(First.Running.Exception!.InnerException).Message, StringComparison.Ordinal);
        Assert.False(First.Head.IsWriting);
        Assert.True(First.Acknowledged[^1].At <= failed + SimAuditor.Times.RenewDeadline);
        Assert.True(First.Acknowledged[^1].At < Other.Acknowledged[0].At);
        Assert.InRange(Now - failed, TimeSpan.Zero, OfTheLease + Second);
        Assert.Equal(2, Epochs());
    });

    [Theory]
    [InlineData(LeaseFault.Slow)]
    [InlineData(LeaseFault.None)]
    internal void Holder_SlowApiServer_GoesOn(LeaseFault fault) => InTheWorld(() =>
    {
        RunFor(10 * Second);
        First.Lease.Fault = fault;
        Other.Lease.Fault = fault;
        RunFor(120 * Second);

        Assert.True(First.Head.IsWriting);
        Assert.Empty(Other.Acknowledged);
    });

    [Fact]
    public void Holder_ShortOutages_GoesOn() => InTheWorld(() =>
    {
        foreach (var fault in new[] { LeaseFault.Silent, LeaseFault.Refuses, LeaseFault.LosesAnswers, LeaseFault.Conflicts })
        {
            RunFor(10 * Second);
            First.Lease.Fault = fault;
            RunFor(3 * Second);
            First.Lease.Fault = LeaseFault.None;
        }

        RunFor(30 * Second);
        Assert.True(First.Head.IsWriting);
        Assert.Empty(Other.Acknowledged);
        Assert.Equal(0, _lease.Kept!.Spec.LeaseTransitions);
    });

    [Fact]
    public void ApiServer_IsGone_NobodyWritesUntilItIsBack() => InTheWorld(() =>
    {
        RunFor(10 * Second);
        _auditors.ForEach(auditor => auditor.Lease.Fault = LeaseFault.Silent);
        RunFor(60 * Second);
        Assert.DoesNotContain(_auditors, auditor => auditor.Head.IsWriting);
        Assert.Empty(Other.Acknowledged);

        Other.Lease.Fault = LeaseFault.None;
        var back = Now;
        RunUntil(() => Other.Acknowledged.Count > 0);
        Assert.InRange(Now - back, TimeSpan.Zero, OfTheLease + Second);
    });

    [Fact]
    public void Segment_ConfirmedAfterTheTerm_IsNotAcknowledgedByWhoStoredItAndStandsInTheLog() => InTheWorld(() =>
    {
        RunFor(10 * Second);
        First.HoldAnswers();
        RunFor(Second);
        First.Lease.Fault = LeaseFault.Silent;
        var acknowledged = First.Acknowledged.Count;
        RunUntil(() => Other.Acknowledged.Count > 0);
        var refused = First.Refused;
        First.LetAnswersGo();
        RunFor(5 * Second);

        Assert.Equal(acknowledged, First.Acknowledged.Count);
        Assert.True(First.Refused > refused);
        Assert.True(First.Running.IsFaulted);
    });

    [Fact]
    public void Lease_OfAnother_EndsTheTermAtTheNextRenewal() => InTheWorld(() =>
    {
        RunFor(10 * Second);
        var taken = Now;
        _lease.Keep(new k8s.Models.V1LeaseSpec { HolderIdentity = "somebody", LeaseDurationSeconds = 15, RenewTime = DateTime.UnixEpoch });
        RunUntil(() => First.Running.IsCompleted);

        Assert.InRange(Now - taken, TimeSpan.Zero, SimAuditor.Times.RetryPeriod + Second);
        Assert.Equal("somebody", _lease.Kept!.Spec.HolderIdentity);
        RunUntil(() => Other.Acknowledged.Count > 0);
    });

    [Fact]
    public void Lease_Deleted_EndsTheTermAndIsMadeAgain() => InTheWorld(() =>
    {
        RunFor(10 * Second);

        // Until the next renewal each may believe that it is the writer; the store lets one of them.
        _overlap = true;
        _lease.Delete();
        RunUntil(() => Other.Acknowledged.Count > 0);
        RunFor(5 * Second);

        Assert.True(First.Running.IsFaulted);
        Assert.Equal(Other.Election.Identity, _lease.Kept!.Spec.HolderIdentity);
    });

    /// <summary>On a thread without a context, on which everything in the world happens; then the books are checked.</summary>
    private void InTheWorld(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Begin();
                RunFor(TimeSpan.FromMilliseconds(200));
                Begin();
                Send();
                test();
                Check();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            throw new InvalidOperationException("It went wrong in the world: " + failure.Message, failure);
        }
    }

    private void Begin() => _auditors.Add(new SimAuditor(
        _world, _store, _lease, new SignetMetrics(_services.GetRequiredService<IMeterFactory>()), $"auditor.{_auditors.Count}"));

    /// <summary>Everybody is sent something all the time.</summary>
    private void Send()
    {
        foreach (var auditor in _auditors.Where(auditor => !auditor.IsDead))
        {
            auditor.Send(1_000 + _sent++);
        }

        _world.In(TimeSpan.FromMilliseconds(40), Send);
    }

    private void RunFor(TimeSpan time)
    {
        var end = _world.Now + time.Ticks;
        var isOver = false;
        _world.In(time, () => isOver = true);
        RunUntil(() => isOver || _world.Now > end);
    }

    private void RunUntil(Func<bool> holds)
    {
        var limit = _world.Now + TimeSpan.FromMinutes(10).Ticks;
        while (!holds())
        {
            Assert.True(_world.Step() && _world.Now < limit, "It never came.");
            Assert.True(_auditors.Count(auditor => !auditor.IsDead && auditor.Head.IsWriting) <= 1 || _overlap, "Two write.");
        }
    }

    private long Epochs() => Segments().Max(segment => segment.Header.Epoch);

    private List<SegmentObject> Segments() => [.. _store.Segments.Select(octets =>
    {
        Assert.True(SegmentObject.TryParse(octets, out var segment, out var fault), fault);
        return segment!;
    })];

    /// <summary>The log is clean, and whatever was acknowledged stands in it once.</summary>
    private void Check()
    {
        var verification = new LogVerification(TestAuditor.Trust(TestAuditor.Options()));
        for (var number = 0; number < _store.Segments.Count; number++)
        {
            verification.Segment(number, _store.Segments[number]);
        }

        Assert.Equal(VerificationResult.Clean, verification.Complete(HastyTime.Start + Now).Result);
        var found = Segments().SelectMany(segment => segment.Lines).Select(line => EntryCodec.Read(line.Entry).Entry!.Body)
            .OfType<HeartbeatBody>().Select(body => body.IntervalSeconds).ToList();
        Assert.Equal(found.Count, found.Where(number => number >= 1_000).Distinct().Count() + found.Count(number => number < 1_000));
        Assert.Empty(_auditors.SelectMany(auditor => auditor.Acknowledged).Select(entry => entry.Number).Except(found));
    }
}
