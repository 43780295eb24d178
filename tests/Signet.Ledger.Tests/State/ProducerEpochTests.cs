using Signet.Ledger.State;
using Signet.Ledger.Tests.Entries;
using Xunit;

namespace Signet.Ledger.Tests.State;

public sealed class ProducerEpochTests
{
    private static readonly DateTimeOffset At = EntrySamples.Noon;

    private readonly ProducerEpoch _sut = new(Guid.CreateVersion7(At));

    [Fact]
    public void IsRepetition_SameOtherAndForgotten_AreToldApart()
    {
        for (var seq = 0; seq <= ProducerEpoch.DigestsKept; seq++)
        {
            Take(seq);
        }

        Assert.Equal(ProducerEpoch.DigestsKept, _sut.Digests.Count);
        Assert.Null(_sut.IsRepetition(0, DigestOf(0)));
        Assert.True(_sut.IsRepetition(1, DigestOf(1)));
        Assert.False(_sut.IsRepetition(1, DigestOf(2)));
    }

    [Fact]
    public void NextHole_HolesAndGaps_NamesWhatNoGapCovers()
    {
        Assert.Null(_sut.NextHole());
        Take(0, 1, 4, 5, 9);
        Assert.Equal((2, 3), _sut.NextHole());

        _sut.Report(3, At);
        Assert.Equal((6, 8), _sut.NextHole());

        // One of the reported ones comes after all: what is left of the hole is still covered.
        Take(3);
        Assert.Equal((6, 8), _sut.NextHole());

        _sut.Report(8, At);
        Assert.Null(_sut.NextHole());
        Assert.Null(_sut.HoleSince);
    }

    [Fact]
    public void HoleSince_HoleStays_IsTheTimeItAppeared()
    {
        Take(0);
        Assert.Null(_sut.HoleSince);
        _sut.Take(2, DigestOf(2), At.AddMinutes(1), closes: false);
        _sut.Take(3, DigestOf(3), At.AddMinutes(2), closes: false);
        Assert.Equal(At.AddMinutes(1), _sut.HoleSince);

        _sut.Take(1, DigestOf(1), At.AddMinutes(3), closes: false);
        Assert.Null(_sut.HoleSince);
        Assert.Equal(4, _sut.Progress.Next);
    }

    [Fact]
    public void IsFinished_ClosedWithAHole_OnlyOnceItIsFilled()
    {
        Take(0);
        _sut.Take(2, DigestOf(2), At, closes: true);
        Assert.False(_sut.IsFinished);

        Take(1);
        Assert.True(_sut.IsFinished);
    }

    private static Digest DigestOf(long seq) => Digest.Of(BitConverter.GetBytes(seq));

    private void Take(params ReadOnlySpan<long> numbers)
    {
        foreach (var seq in numbers)
        {
            _sut.Take(seq, DigestOf(seq), At, closes: false);
        }
    }
}
