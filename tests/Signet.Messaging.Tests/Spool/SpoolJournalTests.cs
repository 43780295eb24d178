using Signet.Messaging.Spool;
using Xunit;

namespace Signet.Messaging.Tests.Spool;

public sealed class SpoolJournalTests : IDisposable
{
    private static readonly SpoolSettings Settings = new() { Path = "unused", MaxBytes = 8 << 20 };

    private readonly FaultyDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void TryAppend_ManyFrames_AreReadInOrderAndAgainAfterAReopen()
    {
        using (var sut = Open())
        {
            Assert.True(sut.TryAppend(SpooledTexts.Batch(0, 3)));
            Assert.True(sut.TryAppend(SpooledTexts.Batch(3, 5)));
            Assert.Equal(SpooledTexts.Range(0, 8), SpooledTexts.ReadAll(sut));
            Assert.Equal(8, sut.Undelivered);
        }

        using var reopened = Open();
        Assert.True(reopened.TryAppend(SpooledTexts.Batch(8, 1)));
        Assert.Equal(SpooledTexts.Range(0, 9), SpooledTexts.ReadAll(reopened));
        Assert.Equal(7, SpooledTexts.NumberOf(reopened.Last!.Value));
    }

    [Fact]
    public void Deliver_PartOfAFrame_IsNotReadAgain()
    {
        using (var sut = Open())
        {
            sut.TryAppend(SpooledTexts.Batch(0, 5));
            sut.TryAppend(SpooledTexts.Batch(5, 5));
            sut.Deliver(7);
        }

        using var reopened = Open();
        Assert.Equal(SpooledTexts.Range(7, 3), SpooledTexts.ReadAll(reopened));
        Assert.Equal(3, reopened.Undelivered);
    }

    [Fact]
    public void Deliver_WholeSegments_RemovesTheirFilesAndMakesRoom()
    {
        using var sut = Open();
        var stored = 0;
        while (sut.TryAppend([new byte[200_000]]))
        {
            stored++;
        }

        Assert.InRange(sut.Bytes, Settings.MaxBytes - 202_000, Settings.MaxBytes);
        Assert.True(_disk.Segments().Count > 5, $"{stored} events in {_disk.Segments().Count} files");
        while (sut.ReadNext() is { } frame)
        {
            sut.Deliver(frame.Events.Count);
        }

        Assert.Single(_disk.Segments());
        Assert.True(sut.TryAppend([new byte[200_000]]));
    }

    [Fact]
    public void Last_EverythingDelivered_IsStillKnown()
    {
        using (var sut = Open())
        {
            sut.TryAppend(SpooledTexts.Batch(0, 2));
            sut.Deliver(2);
        }

        using (Open())
        {
        }

        using var third = Open();
        Assert.Equal((0, 1), (third.Undelivered, SpooledTexts.NumberOf(third.Last!.Value)));
    }

    [Theory]
    [InlineData("create", 1)]
    [InlineData("write", 1)]
    [InlineData("write", 2)]
    [InlineData("flush", 1)]
    [InlineData("flush", 2)]
    [InlineData("flush directory", 1)]
    public void TryAppend_FirstOfAFileFails_IsStoredOnceInAnother(string operation, int which)
    {
        using (var sut = Open())
        {
            Fail(operation, which);
            Assert.Throws<IOException>(() => sut.TryAppend(SpooledTexts.Batch(0, 2)));
            Assert.Equal(0, sut.Undelivered);
            Assert.Empty(SpooledTexts.ReadAll(sut));

            Assert.True(sut.TryAppend(SpooledTexts.Batch(0, 2)));
            Assert.Equal(SpooledTexts.Range(0, 2), SpooledTexts.ReadAll(sut));
            Assert.Single(_disk.Segments());
        }

        using var reopened = Open();
        Assert.Equal(SpooledTexts.Range(0, 2), SpooledTexts.ReadAll(reopened));
    }

    [Theory]
    [InlineData("write")]
    [InlineData("flush")]
    public void TryAppend_FileFailsLater_IsNeverWrittenAgainAndItsTailDoesNotCount(string operation)
    {
        using (var sut = Open())
        {
            sut.TryAppend(SpooledTexts.Batch(0, 2));
            Fail(operation, 1);
            Assert.Throws<IOException>(() => sut.TryAppend(SpooledTexts.Batch(2, 2)));
            var left = _disk[_disk.Segments()[0]].Count;

            Assert.True(sut.TryAppend(SpooledTexts.Batch(2, 3)));
            Assert.Equal(left, _disk[_disk.Segments()[0]].Count);
            Assert.Equal(SpooledTexts.Range(0, 5), SpooledTexts.ReadAll(sut));
        }

        using var reopened = Open();
        Assert.Equal(SpooledTexts.Range(0, 5), SpooledTexts.ReadAll(reopened));
    }

    [Fact]
    public void TryAppend_DiskStaysFull_LeavesNoFilesBehind()
    {
        using var sut = Open();
        sut.TryAppend(SpooledTexts.Batch(0, 2));
        _disk.Stored = length => length <= 512 ? length : 512;
        for (var tries = 0; tries < 20; tries++)
        {
            Assert.Throws<IOException>(() => sut.TryAppend(SpooledTexts.Batch(2, 20)));
        }

        Assert.Single(_disk.Segments());
        _disk.Stored = length => length;
        Assert.True(sut.TryAppend(SpooledTexts.Batch(2, 20)));
        Assert.Equal(SpooledTexts.Range(0, 22), SpooledTexts.ReadAll(sut));
    }

    [Fact]
    public void Deliver_CursorFails_StaysAndCanBeTriedAgain()
    {
        using var sut = Open();
        sut.TryAppend(SpooledTexts.Batch(0, 2));
        Fail("flush", 1);
        Assert.Throws<IOException>(() => sut.Deliver(1));
        Assert.Equal(2, sut.Undelivered);
        sut.Deliver(1);
        Assert.Equal(1, sut.Undelivered);
    }

    [Fact]
    public void Open_SegmentThatWasNotDeliveredIsGone_IsRefused()
    {
        using (var sut = Open())
        {
            while (_disk.Segments().Count < 3)
            {
                sut.TryAppend([new byte[200_000]]);
            }
        }

        _disk.RemoveSegment(_disk.Segments()[0]);
        Assert.Contains("missing", Assert.Throws<SpoolException>(Open).Message, StringComparison.Ordinal);
        foreach (var number in _disk.Segments())
        {
            _disk.RemoveSegment(number);
        }

        using var empty = Open();
        Assert.Equal(0, empty.Undelivered);
    }

    [Fact]
    public void Open_EverythingBehindTheCursorIsGone_IsRefused()
    {
        using (var sut = Open())
        {
            sut.TryAppend(SpooledTexts.Batch(0, 2));
            sut.Deliver(2);
        }

        _disk.RemoveSegment(_disk.Segments()[0]);
        Assert.Throws<SpoolException>(Open);
    }

    [Fact]
    public void Open_CursorUnreadable_IsRefused()
    {
        using (var sut = Open())
        {
            sut.TryAppend(SpooledTexts.Batch(0, 2));
        }

        _disk[-1][10] ^= 1;
        Open().Dispose();
        _disk[-1][522] ^= 1;
        Assert.Contains("cursor", Assert.Throws<SpoolException>(Open).Message, StringComparison.Ordinal);
    }

    private SpoolJournal Open() => SpoolJournal.Open(_disk, Settings, TimeProvider.System);

    private void Fail(string operation, int which) => _disk.Before = name =>
    {
        if (name == operation && --which == 0)
        {
            _disk.Before = _ => { };
            throw new IOException("a fault");
        }
    };
}
