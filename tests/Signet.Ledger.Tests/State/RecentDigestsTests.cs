using CsCheck;
using Signet.Ledger.State;
using Xunit;

namespace Signet.Ledger.Tests.State;

public sealed class RecentDigestsTests
{
    [Fact]
    public void Set_AnyOrderAndForgetting_KnowsExactlyWhatASortedDictionaryWouldKnow() =>
        Gen.Select(Gen.Select(Gen.Long[0, 60], Gen.Long).List[0, 200], Gen.Int[1, 30]).Sample((events, keep) =>
        {
            var sut = new RecentDigests();
            var known = new SortedDictionary<long, Digest>();
            foreach (var (seq, content) in events)
            {
                var digest = DigestOf(content);
                sut.Set(seq, digest);
                known[seq] = digest;
                sut.Forget(keep);
                while (known.Count > keep)
                {
                    known.Remove(known.First().Key);
                }

                Assert.Equal(known.Count, sut.Count);
            }

            Assert.Equal(known.Select(row => (row.Key, row.Value)), sut.Rows.ToArray().Select(row => (row.Seq, row.Digest)));
            for (var seq = -1L; seq <= 61; seq++)
            {
                Assert.Equal(known.TryGetValue(seq, out var digest) ? digest : null, sut.Find(seq));
            }
        });

    [Fact]
    public void Set_AscendingBeyondWhatIsKept_KeepsTheLatest()
    {
        var sut = new RecentDigests();
        for (var seq = 0L; seq < 10_000; seq++)
        {
            sut.Set(seq, DigestOf(seq));
            sut.Forget(100);
        }

        Assert.Equal(Enumerable.Range(9_900, 100).Select(seq => (long)seq), sut.Rows.ToArray().Select(row => row.Seq));
        Assert.Equal(DigestOf(9_950), sut.Find(9_950));

        sut.Forget(1);
        Assert.Equal(9_999, Assert.Single(sut.Rows.ToArray()).Seq);
        Assert.Null(sut.Find(9_998));
    }

    private static Digest DigestOf(long content) => Digest.Of(BitConverter.GetBytes(content));
}
