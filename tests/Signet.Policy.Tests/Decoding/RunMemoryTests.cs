using CsCheck;
using Signet.Policy.Decoding;

namespace Signet.Policy.Tests.Decoding;

public sealed class RunMemoryTests
{
    private static readonly Gen<(RunKind Kind, string Run)> Runs =
        Gen.Select(Gen.Int[0, 1], Gen.Char["ab"].Array[0, 7], (kind, chars) => ((RunKind)kind, new string(chars)));

    [Fact]
    public void IsNew_AnyRuns_IsTrueForTheFirstOfItsKindAlone()
    {
        RunMemory sut = new();
        Runs.Array[0, 400].Sample(
            runs =>
            {
                sut.Clear();
                HashSet<(RunKind, string)> known = [];
                Assert.All(runs, run => Assert.Equal(known.Add(run), sut.IsNew(run.Kind, run.Run)));
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public void IsNew_LongerThanIsRemembered_IsTrueAgain()
    {
        RunMemory sut = new();
        string longest = new('a', RunMemory.MaxLength);
        Assert.True(sut.IsNew(RunKind.Base64, longest));
        Assert.False(sut.IsNew(RunKind.Base64, longest));
        Assert.True(sut.IsNew(RunKind.Base64, longest + "a"));
        Assert.True(sut.IsNew(RunKind.Base64, longest + "a"));
    }

    [Fact]
    public void IsNew_MemoryIsFull_IsTrueForAllButWhatIsKnown()
    {
        RunMemory sut = new();
        string first = Run(0);
        for (int i = 0; i < RunMemory.MaxCharacters / first.Length; i++)
        {
            Assert.True(sut.IsNew(RunKind.Base64, Run(i)));
        }

        Assert.True(sut.IsNew(RunKind.Base64, Run(-1)));
        Assert.True(sut.IsNew(RunKind.Base64, Run(-1)));
        Assert.False(sut.IsNew(RunKind.Base64, first));
    }

    private static string Run(int number) => $"{number}".PadLeft(1024, '.');
}
