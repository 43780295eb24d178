using System.Buffers;
using Signet.Ledger.Segments;

namespace Signet.Auditor.Sequencing;

/// <summary>A closed segment on its way into the store.</summary>
/// <param name="segment">The segment.</param>
/// <param name="open">What it was built from.</param>
/// <param name="state">The state that its seal names, or null.</param>
internal sealed class SegmentInFlight(SealedSegment segment, OpenSegment open, ArrayBufferWriter<byte>? state)
{
    private volatile bool _isDone;

    public SealedSegment Segment { get; } = segment;

    public OpenSegment Open { get; } = open;

    public ArrayBufferWriter<byte>? State { get; } = state;

    /// <summary>True once <see cref="Writing"/> has nothing left to do but to end.</summary>
    public bool IsDone => _isDone;

    public Task<SlotResult> Writing { get; private set; } = Task.FromException<SlotResult>(new InvalidOperationException("Not begun."));

    /// <summary>Begins to write. <paramref name="done"/> may run whatever waits for it.</summary>
    public void Begin(Func<SegmentInFlight, Task<SlotResult>> write, Action done)
    {
        var result = new TaskCompletionSource<SlotResult>();
        Writing = result.Task;
        _ = RunAsync(write, result, done);
    }

    private async Task RunAsync(Func<SegmentInFlight, Task<SlotResult>> write, TaskCompletionSource<SlotResult> result, Action done)
    {
        try
        {
            result.SetResult(await write(this).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            result.SetException(exception);
        }

        _isDone = true;
        done();
    }
}
