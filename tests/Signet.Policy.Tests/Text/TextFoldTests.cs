using CsCheck;
using Signet.Policy.Text;

namespace Signet.Policy.Tests.Text;

public sealed class TextFoldTests
{
    [Theory]
    [InlineData("IGN\u041ERE", "ignore")]
    [InlineData("\u0430\u0435\u043E\u0440\u0441", "aeopc")]
    [InlineData("\u0412\u0432 \u041D\u043D \u041A\u043A \u0422\u0442", "bbhhkktt")]
    [InlineData("mode", "rnode")]
    [InlineData("l1I|i", "iiii")]
    [InlineData("\u0142\u00F8\u00DF\u0131", "iossi")]
    [InlineData("\uFF49\u24D6\U0001D427", "ign")]
    [InlineData("4ll pr3v10us", "aiiprevious")]
    [InlineData("\u0131\u0307\u200B\u00AD\uFE0F", "i")]
    [InlineData("\u03A3\u039B\u03A9\u03C3", "eaoo")]
    [InlineData("\u13C6\u13C0\u13C3", "igz")]
    [InlineData("\uAB96\u0580\u03C2\u03BC", "ircu")]
    [InlineData("\u0399\u03A1\u03C1\u03BD", "ippv")]
    public void Skeleton_WhatLooksAlike_FoldsAlike(string text, string expected) => Assert.Equal(expected, TextFold.Skeleton.Fold(text));

    [Theory]
    [InlineData("\u03B9gno\u03C1e", "ignore")]
    [InlineData("\u03C1revious", "previous")]
    [InlineData("i\u03BDstr\u03C5ctions", "instructions")]
    [InlineData("pre\u03BDious", "previous")]
    [InlineData("i\u03B3nore \u0433", "ignorer")]
    [InlineData("y\u03C9ur", "your")]
    public void Merged_LettersForSeveral_FoldLikeEachOfThem(string text, string meant) => Assert.Equal(TextFold.Merged.Fold(meant), TextFold.Merged.Fold(text));

    [Theory]
    [InlineData("\u041F\u0440\u0438\u0432\u0435\u0442", "\u043F\u0440\u0438\u0432\u0435\u0442")]
    [InlineData("\u0627\u0646\u0633\u064E", "\u0627\u0646\u0633")]
    [InlineData("\u0645\u06CC\u200C\u06A9", "\u0645\u064A\u0643")]
    [InlineData("\uFF76\uFF9E", "\u30AB")]
    [InlineData("\uC9C0\uC2DC", "\u110C\u1175\u1109\u1175")]
    public void Plain_OtherScripts_KeepTheirLetters(string text, string expected) => Assert.Equal(expected, TextFold.Plain.Fold(text));

    /// <summary>What a fold made folds to itself, so that words are compared as texts are.</summary>
    [Fact]
    public void Fold_Folded_StaysTheSame() => Gen.String.Sample(
        text =>
        {
            string once = TextFold.Plain.Fold(text);
            Assert.Equal(once, TextFold.Plain.Fold(once));
        },
        iter: 2000);

    [Theory]
    [InlineData(0x00AD, true)]
    [InlineData(0x200B, true)]
    [InlineData(0xE0041, true)]
    [InlineData(0x3164, true)]
    [InlineData(0x20, false)]
    [InlineData(0x41, false)]
    public void DefaultIgnorables_AsPublished(int codePoint, bool expected) => Assert.Equal(expected, DefaultIgnorables.Contains(codePoint));
}
