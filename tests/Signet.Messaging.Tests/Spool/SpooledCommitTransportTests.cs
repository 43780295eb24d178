using System.Collections.Concurrent;
using Signet.Ledger.Events;
using Signet.Messaging.Spool;
using Signet.Testing.Auditor;
using Signet.Testing.Storage;
using Xunit;

namespace Signet.Messaging.Tests.Spool;

public sealed class SpooledCommitTransportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly AwayTransport _auditor = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Send_AuditorThere_IsRecordedAndDeliveredInOrder()
    {
        await using var sut = Open();
        for (var from = 0; from < 50; from += 5)
        {
            Assert.All(await sut.SendAsync(SpooledTexts.Batch(from, 5), Token), outcome => Assert.Equal(CommitOutcome.Recorded, outcome));
        }

        await sut.DrainAsync(Token);
        Assert.Equal(AcknowledgementLevel.Spool, sut.Level);
        Assert.Equal(SpooledTexts.Range(0, 50), Delivered());
        Assert.Equal((SpoolState.Delivering, 0L), (sut.Status.State, sut.Status.Records));
    }

    [Fact]
    public async Task Send_AuditorAwayAndAnotherProcess_IsDeliveredOnceInOrderByThat()
    {
        _auditor.IsAway = true;
        await using (var first = Open())
        {
            for (var from = 0; from < 600; from += 3)
            {
                await first.SendAsync(SpooledTexts.Batch(from, 3), Token);
            }

            Assert.Equal(600, first.Status.Records);
        }

        _auditor.IsAway = false;
        await using var second = Open();
        Assert.Equal(CommitOutcome.Recorded, Assert.Single(await second.SendAsync(SpooledTexts.Batch(600, 1), Token)));
        await second.DrainAsync(Token);
        Assert.Equal(SpooledTexts.Range(0, 601), Delivered());
        Assert.InRange(_auditor.Largest, 2, SpoolSender.MaxBatch);
    }

    [Fact]
    public async Task Send_AuditorTakesPartOfABatch_TheRestIsSentAgainAndNothingOvertakes()
    {
        _auditor.OutcomeOf = place => place < 2 ? CommitOutcome.Recorded : CommitOutcome.Retry;
        await using var sut = Open();
        await sut.SendAsync(SpooledTexts.Batch(0, 20), Token);
        await sut.DrainAsync(Token);
        Assert.Equal(SpooledTexts.Range(0, 20), Delivered());
    }

    [Fact]
    public async Task Send_Quarantined_IsToldAndNotSentAgain()
    {
        _auditor.OutcomeOf = place => place == 1 ? CommitOutcome.Quarantined : CommitOutcome.Recorded;
        var observer = new Observer();
        await using var sut = Open(observer: observer);
        await sut.SendAsync(SpooledTexts.Batch(0, 3), Token);
        await sut.DrainAsync(Token);
        Assert.Equal([0, 2], Delivered());
        await UntilAsync(() => observer.Quarantines == 1);
    }

    [Fact]
    public async Task Send_Full_IsRefusedUntilSomethingWasDelivered()
    {
        _auditor.IsAway = true;
        var observer = new Observer();
        await using var sut = Open(maxBytes: 8 << 20, observer: observer);
        var stored = 0;
        while ((await sut.SendAsync([new byte[100_000]], Token))[0] == CommitOutcome.Recorded)
        {
            stored++;
        }

        Assert.InRange(stored, 60, 84);
        Assert.Equal((SpoolState.Full, false, (long)stored), (sut.Status.State, sut.Status.TakesEvents, sut.Status.Records));
        Assert.Contains(SpoolState.Full, observer.Refusals);
        Assert.True(sut.Status.Bytes <= 8 << 20);

        _auditor.IsAway = false;
        await sut.DrainAsync(Token);
        await UntilAsync(() => sut.Status.TakesEvents);
        Assert.Equal(CommitOutcome.Recorded, (await sut.SendAsync([new byte[100_000]], Token))[0]);
        await sut.DrainAsync(Token);
        Assert.Equal(stored + 1, _auditor.Arrived.Count);
    }

    [Fact]
    public async Task Send_OldestHasWaitedForTooLong_IsRefusedUntilItWasDelivered()
    {
        _auditor.IsAway = true;
        var time = new ShiftedTime();
        await using var sut = Open(time: time);
        await sut.SendAsync(SpooledTexts.Batch(0, 1), Token);
        await UntilAsync(() => sut.Status.OldestAge > TimeSpan.Zero);
        time.Shift = TimeSpan.FromMinutes(61);

        Assert.Equal(SpoolState.Overdue, sut.Status.State);
        Assert.Equal(CommitOutcome.Retry, (await sut.SendAsync(SpooledTexts.Batch(1, 1), Token))[0]);
        _auditor.IsAway = false;
        await sut.DrainAsync(Token);
        await UntilAsync(() => sut.Status.TakesEvents);
        Assert.Equal(CommitOutcome.Recorded, (await sut.SendAsync(SpooledTexts.Batch(1, 1), Token))[0]);
    }

    [Fact]
    public async Task Send_DiskFails_IsRefusedAndRecordedOnceWhenSentAgain()
    {
        using var disk = new FaultyDisk();
        var observer = new Observer();
        await using var sut = SpooledCommitTransport.Open(Settings(), disk, _auditor, TimeProvider.System, observer);
        await sut.SendAsync(SpooledTexts.Batch(0, 2), Token);
        await sut.DrainAsync(Token);
        disk.Before = name => throw new IOException("a fault of " + name);
        Assert.All(await sut.SendAsync(SpooledTexts.Batch(2, 2), Token), outcome => Assert.Equal(CommitOutcome.Retry, outcome));
        Assert.Equal((SpoolState.Failed, false), (sut.Status.State, sut.Status.TakesEvents));
        Assert.Contains(nameof(IOException), observer.Errors);

        disk.Before = _ => { };
        Assert.All(await sut.SendAsync(SpooledTexts.Batch(2, 2), Token), outcome => Assert.Equal(CommitOutcome.Recorded, outcome));
        await sut.DrainAsync(Token);
        Assert.Equal(SpooledTexts.Range(0, 4), Delivered());
    }

    [Fact]
    public async Task Send_WhatIsSpooledIsDamagedMeanwhile_NothingIsTakenOrDeliveredAnyMore()
    {
        _auditor.IsAway = true;
        using var disk = new FaultyDisk();
        await using var sut = SpooledCommitTransport.Open(Settings(), disk, _auditor, TimeProvider.System);
        for (var frame = 0; frame < 300; frame++)
        {
            await sut.SendAsync(SpooledTexts.Batch(frame, 1), Token);
        }

        disk[0][^600] ^= 1;
        _auditor.IsAway = false;
        await UntilAsync(() => sut.Status.State == SpoolState.Damaged);
        Assert.Equal(CommitOutcome.Retry, (await sut.SendAsync(SpooledTexts.Batch(300, 1), Token))[0]);
        Assert.Equal(SpooledTexts.Range(0, Delivered().Count), Delivered());
    }

    [Fact]
    public async Task Send_LargeBatch_IsStoredAsSeveralFrames()
    {
        await using var sut = Open();
        var batch = Enumerable.Range(0, 64).Select(i => (ReadOnlyMemory<byte>)Enumerable.Repeat((byte)i, 60_000).ToArray()).ToArray();
        Assert.All(await sut.SendAsync(batch, Token), outcome => Assert.Equal(CommitOutcome.Recorded, outcome));
        await sut.DrainAsync(Token);
        Assert.Equal(batch.Select(one => one.ToArray()), _auditor.Arrived);
    }

    [Fact]
    public async Task LeftOpen_LastEventOfAnEpochThatWasNotClosed_IsItsPosition()
    {
        using var events = new TestEvents("log", "gateway", TimeProvider.System.GetUtcNow());
        await using (var first = Open())
        {
            Assert.Null(first.LeftOpen);
            await first.SendAsync([events.Wire(0), events.Wire(1)], Token);
            await first.DrainAsync(Token);
        }

        await using (var second = Open())
        {
            Assert.Equal(new ProducerPosition("gateway", events.Epoch, 1), second.LeftOpen);
            await second.SendAsync([events.Wire(2, phase: EventPhase.Closed)], Token);
        }

        await using var third = Open();
        Assert.Null(third.LeftOpen);
    }

    [Fact]
    public async Task Open_AnotherHasTheDirectory_IsRefusedUntilThatIsGone()
    {
        await using (Open())
        {
            var exception = Assert.Throws<SpoolException>(() => Open());
            Assert.Contains("in use", exception.Message, StringComparison.Ordinal);
        }

        await using var next = Open();
        Assert.Equal(SpoolState.Delivering, next.Status.State);
    }

    [Fact]
    public async Task Open_NewDirectory_IsItsOwnersAlone()
    {
        await using var sut = Open();
        await sut.SendAsync(SpooledTexts.Batch(0, 1), Token);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var files = Directory.GetFiles(_directory.File("spool"));
        Assert.Equal(["00000000000000000000.spool", "cursor", "lock"], files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, path => Assert.Equal(Owner, File.GetUnixFileMode(path)));
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(_directory.File("spool")));
    }

    [Fact]
    public void Open_PlaceThatIsNoDirectoryOrHoldsALink_IsRefused()
    {
        File.WriteAllText(_directory.File("spool"), "");
        Assert.Throws<SpoolException>(() => Open());
        File.Delete(_directory.File("spool"));
        Directory.CreateDirectory(_directory.File("spool"));
        File.CreateSymbolicLink(_directory.File("spool", "cursor"), _directory.File("elsewhere"));
        Assert.ThrowsAny<IOException>(() => Open());
        Assert.False(File.Exists(_directory.File("elsewhere")));
    }

    private SpooledCommitTransport Open(long maxBytes = 64 << 20, TimeProvider? time = null, ISpoolObserver? observer = null) =>
        SpooledCommitTransport.Open(Settings(maxBytes), _auditor, time ?? TimeProvider.System, observer);

    private SpoolSettings Settings(long maxBytes = 64 << 20) => new() { Path = _directory.File("spool"), MaxBytes = maxBytes };

    private List<long> Delivered() => [.. _auditor.Arrived.Select(octets => SpooledTexts.NumberOf(octets))];

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(5, Token);
        }
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }

    private sealed class Observer : ISpoolObserver
    {
        private int _quarantines;

        public ConcurrentQueue<SpoolState> Refusals { get; } = [];

        public ConcurrentQueue<string> Errors { get; } = [];

        public int Quarantines => Volatile.Read(ref _quarantines);

        public void Changed(SpoolStatus status)
        {
        }

        public void Synchronised(TimeSpan duration) => Assert.True(duration >= TimeSpan.Zero);

        public void Refused(SpoolState state, int events) => Refusals.Enqueue(state);

        public void Quarantined(int events) => Interlocked.Add(ref _quarantines, events);

        public void DiskFailed(string error) => Errors.Enqueue(error);
    }
}
