using System.Buffers;
using System.Text;
using Signet.Policy.Classification.Marking;
using Signet.Policy.Matching;

namespace Signet.Policy.Tests.Classification.Marking;

public sealed class MarkingAlphabetTests
{
    /// <summary>What is skipped at full speed holds no character that folds to one which a marking has.</summary>
    [Fact]
    public void StartsOf_EveryCharacter_MissesNone()
    {
        SearchValues<char> starts = MarkingAlphabet.StartsOf("/(FP");
        Span<byte> codes = stackalloc byte[CharacterFolding.MaxExpansion];
        Span<char> units = stackalloc char[2];
        int found = 0;
        for (int value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.IsValid(value))
            {
                continue;
            }

            Rune rune = new(value);
            rune.EncodeToUtf16(units);
            bool isAnchor = rune.IsBmp && (MarkingAlphabet.CodeOf(units[0]) & ~MarkingAlphabet.Lower) is '/' or '(' or 'F' or 'P';
            foreach (byte code in codes[..MarkingAlphabet.Fold(rune, codes)])
            {
                isAnchor |= (code & ~MarkingAlphabet.Lower) is '/' or '(' or 'F' or 'P';
            }

            Assert.True(!isAnchor || starts.Contains(units[0]), $"U+{value:X}");
            found += isAnchor ? 1 : 0;
        }

        Assert.True(found > 100);
    }

    /// <summary>The ranges that the table leaves out fold to nothing that a marking has, and no other character is lost.</summary>
    [Fact]
    public void CodeOf_EveryCharacterOfTheFirstPlane_IsWhatItFoldsTo()
    {
        Span<byte> codes = stackalloc byte[CharacterFolding.MaxExpansion];
        for (int value = 0x80; value <= char.MaxValue; value++)
        {
            if (char.IsSurrogate((char)value) || Rune.IsWhiteSpace(new Rune(value)))
            {
                continue;
            }

            byte code = MarkingAlphabet.CodeOf((char)value);
            int count = MarkingAlphabet.Fold(new Rune(value), codes);
            bool says = codes[..count].IndexOfAnyExcept(MarkingAlphabet.Other, MarkingAlphabet.Letter, MarkingAlphabet.Hidden) >= 0;
            Assert.True(!says || code >= 0x20 || code == MarkingAlphabet.Several, $"U+{value:X}");
        }
    }

    [Theory]
    [InlineData('s', 'S' | 0x80)]
    [InlineData('S', 'S')]
    [InlineData('\uFF33', 'S')]
    [InlineData('\u24E2', 'S' | 0x80)]
    [InlineData('\u0405', 'S')]
    [InlineData('\u0455', 'S' | 0x80)]
    [InlineData('\uFF0F', '/')]
    [InlineData('\u2044', '/')]
    [InlineData('\u2768', '(')]
    [InlineData('\u3014', '(')]
    [InlineData('\u3015', ')')]
    [InlineData('\u2011', '-')]
    [InlineData('\u200B', MarkingAlphabet.Hidden)]
    [InlineData('\uFFFE', MarkingAlphabet.Hidden)]
    [InlineData('\u0301', MarkingAlphabet.Hidden)]
    [InlineData('\u2028', MarkingAlphabet.Space)]
    [InlineData('\u0416', MarkingAlphabet.Letter)]
    [InlineData('\u4E2D', MarkingAlphabet.Other)]
    [InlineData('\u24AE', MarkingAlphabet.Several)]
    public void CodeOf_Character_FoldsToWhatItLooksLike(char c, int expected) => Assert.Equal((byte)expected, MarkingAlphabet.CodeOf(c));
}
