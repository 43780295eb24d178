using Signet.Auditor.Sequencing;
using Signet.Ledger.State;
using Signet.Ledger.Verification;
using Signet.Messaging;
using Signet.Storage;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Sequencing;

public sealed class StateShelfTests : IDisposable
{
    private readonly GatedStore _derived = new();
    private readonly MemoryStore _segments = new();
    private readonly HastyTime _time = new();
    private readonly TestEvents _events = new(TestAuditor.LogId, "gateway.1", HastyTime.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _events.Dispose();

    [Fact]
    public async Task Store_SlowState_SegmentsGoOnButNoFurtherThanTheyMay()
    {
        await using var sut = await new TestAuditor(_segments, _derived, _time).StartAsync();
        await sut.EnrolAsync(_events);
        for (var segment = 2; segment <= StateShelf.MaxAhead; segment++)
        {
            Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(_events.Wire(segment - 2)));
        }

        var waiting = sut.SendAsync(_events.Wire(StateShelf.MaxAhead - 1));
        await Task.Delay(50, Token);
        Assert.False(waiting.IsCompleted);
        Assert.Null(await _segments.ReadSegmentAsync(TestAuditor.LogId, StateShelf.MaxAhead + 1, Token));

        _derived.Open();
        Assert.Equal(CommitOutcome.Recorded, await waiting);
        await sut.StopAsync();
        Assert.NotNull(await _derived.Inner.ReadAsync(TestAuditor.LogId, StateCodec.NameOf(0), Token));
        Assert.Equal(VerificationResult.Clean, (await TestAuditor.VerifyAsync(_segments, sut.Settings, _time.GetUtcNow())).Result);
    }

    /// <summary>Stores nothing before it is opened.</summary>
    private sealed class GatedStore : IDerivedStore
    {
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public MemoryStore Inner { get; } = new();

        public void Open() => _gate.SetResult();

        public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken) =>
            Inner.ReadAsync(logId, name, cancellationToken);

        public IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken) =>
            Inner.ListAsync(logId, prefix, cancellationToken);

        public async ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
        {
            await _gate.Task.WaitAsync(cancellationToken);
            await Inner.PutAsync(logId, name, octets, cancellationToken);
        }
    }
}
