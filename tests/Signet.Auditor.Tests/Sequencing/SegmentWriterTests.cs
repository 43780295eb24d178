using Microsoft.Extensions.Logging.Abstractions;
using Signet.Auditor.Sequencing;
using Signet.Ledger;
using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Storage;
using Xunit;

namespace Signet.Auditor.Tests.Sequencing;

public sealed class SegmentWriterTests
{
    private readonly ScriptedStore _store = new();
    private int _alarms;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_EmptySlot_IsOurs()
    {
        Assert.Equal(SlotResult.Ours, await Sut().WriteAsync(Segment(2), 2, Token));
        Assert.Equal(1, _store.Creates);
    }

    [Fact]
    public async Task Write_OwnOctetsStandThere_IsOurs()
    {
        await PutAsync(Segment(2));

        Assert.Equal(SlotResult.Ours, await Sut().WriteAsync(Segment(2), 2, Token));
    }

    [Theory]
    [InlineData(1, SlotResult.Theirs)]
    [InlineData(2, SlotResult.Theirs)]
    [InlineData(3, SlotResult.Superseded)]
    internal async Task Write_OthersStandThere_DependsOnTheirEpoch(long epoch, SlotResult expected)
    {
        await PutAsync(Segment(epoch, "writer.b"));

        Assert.Equal(expected, await Sut().WriteAsync(Segment(2), 2, Token));
    }

    [Fact]
    public async Task Write_NoSegmentStandsThere_IsTheirs()
    {
        await _store.Inner.CreateSegmentAsync(TestAuditor.LogId, 0, new byte[] { 1, 2, 3 }, Token);

        Assert.Equal(SlotResult.Theirs, await Sut().WriteAsync(Segment(2), 2, Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_FailsBeforeOrAfterTheEffect_StoresTheSameOctets(bool before)
    {
        _store.CreateFails.Enqueue(before);
        var segment = Segment(2);

        Assert.Equal(SlotResult.Ours, await Sut().WriteAsync(segment, 2, Token));
        Assert.Equal(segment.Octets.ToArray(), (await _store.Inner.ReadSegmentAsync(TestAuditor.LogId, 0, Token))!.Value.ToArray());
        Assert.Equal(before ? 2 : 1, _store.Creates);
    }

    [Fact]
    public async Task Write_ReadBackFails_ResolvesNothingHoweverOften()
    {
        _store.CreateFails.Enqueue(false);
        for (var i = 0; i < SegmentWriter.MaxAttempts + 5; i++)
        {
            _store.ReadFails.Enqueue(true);
        }

        Assert.Equal(SlotResult.Ours, await Sut().WriteAsync(Segment(2), 2, Token));
        Assert.Equal(1, _alarms);
    }

    [Fact]
    public async Task Write_SomebodyElseFillsTheSlotWhileInDoubt_IsFound()
    {
        _store.CreateFails.Enqueue(true);
        var sut = Sut();
        _store.OnCreate = () => Assert.True(PutAsync(Segment(3, "writer.b")).IsCompletedSuccessfully);

        Assert.Equal(SlotResult.Superseded, await sut.WriteAsync(Segment(2), 2, Token));
    }

    [Fact]
    public async Task Write_SlotStaysEmpty_GivesUpInTheEnd()
    {
        for (var i = 0; i < SegmentWriter.MaxAttempts; i++)
        {
            _store.CreateFails.Enqueue(true);
        }

        var exception = await Assert.ThrowsAsync<StoreException>(() => Sut().WriteAsync(Segment(2), 2, Token));
        Assert.StartsWith("Segment 0 ", exception.Message, StringComparison.Ordinal);
        Assert.Equal(SegmentWriter.MaxAttempts, _store.Creates);
    }

    [Fact]
    public async Task Write_Cancelled_Ends()
    {
        using var cancel = new CancellationTokenSource();
        _store.CreateFails.Enqueue(true);
        _store.OnCreate = cancel.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sut().WriteAsync(Segment(2), 2, cancel.Token));
    }

    private static SealedSegment Segment(long epoch, string writer = "writer.a")
    {
        using var key = ChainKey.ForEpoch(new byte[32], TestAuditor.LogId, epoch, 0);
        var builder = new SegmentBuilder(TestAuditor.LogId, "chain.1", key, ChainHead.Empty);
        builder.Append(new EpochBody { Epoch = epoch, Writer = writer, KeyId = "chain.1" }, HastyTime.Start);
        return builder.Seal(Digest.Zero, HastyTime.Start);
    }

    private SegmentWriter Sut() => new(_store, new HastyTime(), NullLogger.Instance, () => _alarms++);

    private async Task PutAsync(SealedSegment segment) => await _store.Inner.CreateSegmentAsync(segment.LogId, segment.Segment, segment.Octets, Token);
}
