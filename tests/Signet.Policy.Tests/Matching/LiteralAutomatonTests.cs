using CsCheck;
using Signet.Policy.Matching;

namespace Signet.Policy.Tests.Matching;

public sealed class LiteralAutomatonTests
{
    [Fact]
    public void Step_AnyLiteralsAndText_FindsWhatANaiveSearchFinds() =>
        Gen.Select(Gen.String[Gen.Char['a', 'c'], 1, 4].Array[1, 6], Gen.String[Gen.Char['a', 'd'], 0, 40]).Sample(
            (literals, text) =>
            {
                LiteralAutomaton sut = new(literals);
                int state = LiteralAutomaton.Root;
                for (int end = 1; end <= text.Length; end++)
                {
                    state = sut.Step(state, text[end - 1]);
                    int[] expected = [.. Enumerable.Range(0, literals.Length)
                        .Where(i => text.AsSpan(0, end).EndsWith(literals[i], StringComparison.Ordinal))];
                    Assert.Equal(expected, sut.Found(state).ToArray().Order());
                    int depth = Enumerable.Range(0, end + 1).Where(length => literals.Any(
                        literal => literal.StartsWith(text.Substring(end - length, length), StringComparison.Ordinal))).Max();
                    Assert.Equal(depth, sut.Depth(state));
                }
            },
            iter: 1000);

    [Fact]
    public void Constructor_EmptyLiteral_Throws() => Assert.Throws<ArgumentException>(() => new LiteralAutomaton([""]));
}
