using CsCheck;
using Signet.Policy.Decoding;

namespace Signet.Policy.Tests.Decoding;

public sealed class BitRunsTests
{
    [Fact]
    public void Next_AnyBits_GivesEveryLongRunInOrder()
    {
        // Long stretches of one kind, so that runs reach over the ends of words.
        Gen<bool[]> bits = Gen.Select(Gen.Bool, Gen.Int[1, 90], (bit, length) => Enumerable.Repeat(bit, length)).Array[0, 12]
            .Select(pieces => pieces.SelectMany(piece => piece).ToArray());
        Gen.Select(bits, Gen.Int[1, 64]).Sample((bits, min) => Assert.Equal(Expected(bits, min), Actual(bits, min)));
    }

    private static List<(int, int)> Expected(bool[] bits, int min)
    {
        List<(int, int)> runs = [];
        int from = 0;
        for (int i = 0; i <= bits.Length; i++)
        {
            if (i < bits.Length && bits[i])
            {
                continue;
            }

            if (i - from >= min)
            {
                runs.Add((from, i));
            }

            from = i + 1;
        }

        return runs;
    }

    private static List<(int, int)> Actual(bool[] bits, int min)
    {
        ulong[] words = new ulong[(bits.Length + 63) / 64];
        for (int i = 0; i < bits.Length; i++)
        {
            words[i / 64] |= bits[i] ? 1UL << (i % 64) : 0;
        }

        List<(int, int)> runs = [];
        BitRuns sut = new(words, min);
        while (sut.Next())
        {
            runs.Add((sut.Start, sut.End));
        }

        return runs;
    }
}
