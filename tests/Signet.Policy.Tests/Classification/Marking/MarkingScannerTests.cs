using CsCheck;
using Signet.Policy.Classification;
using Signet.Policy.Classification.Marking;

namespace Signet.Policy.Tests.Classification.Marking;

public sealed class MarkingScannerTests
{
    [Theory]
    [InlineData("(S//NF) payload", "SECRET//NOFORN")]
    [InlineData("(TS//SI//NF)", "TS_SCI//SI//NOFORN")]
    [InlineData("(C//REL TO USA, GBR) x", "CONFIDENTIAL//REL TO USA, GBR")]
    [InlineData("x (C//REL)", "CONFIDENTIAL//NOFORN")]
    [InlineData("TOP SECRET//SI//NOFORN\nThe plan", "TS_SCI//SI//NOFORN")]
    [InlineData("See: TOP SECRET//SI/TK//ORCON/NOFORN.", "TS_SCI//SI/TK//ORCON/NOFORN")]
    [InlineData("CUI//SP-PRVCY", "CUI//SP-PRVCY")]
    [InlineData("cui//sp-prvcy/cti//fed only", "CUI//FED ONLY/CTI/SP-PRVCY")]
    [InlineData("CONTROLLED//SP-CTI", "CUI//SP-CTI")]
    [InlineData("SECRET//REL TO USA, FVEY", "SECRET//REL TO FVEY")]
    [InlineData("SECRET//REL TO USA, FVEY The plan is set.", "SECRET//REL TO FVEY")]
    [InlineData("SECRET//REL TO USA, GBR, and others", "SECRET//REL TO USA, GBR")]
    [InlineData("S//NF", "SECRET//NOFORN")]
    [InlineData("S // NF", "SECRET//NOFORN")]
    [InlineData("S\n//\r\nNF", "SECRET//NOFORN")]
    [InlineData("S/ /N F", "SECRET//NOFORN")]
    [InlineData("( s / / nf ) payload", "SECRET//NOFORN")]
    [InlineData("T S//S C I", "TS_SCI")]
    [InlineData("ts//si", "TS_SCI//SI")]
    [InlineData("top secret//si-g//nf", "TS_SCI//SI-G//NOFORN")]
    [InlineData("\uFF34\uFF33\uFF0F\uFF0F\uFF33\uFF23\uFF29", "TS_SCI")]
    [InlineData("\u24C8//\u24C3\u24BB", "SECRET//NOFORN")]
    [InlineData("\U0001F122", "SECRET")]
    [InlineData("\U0001D413\U0001D412//\U0001D412\U0001D408", "TS_SCI//SI")]
    [InlineData("\U0001F182//\U0001F17D\U0001F175", "SECRET//NOFORN")]
    [InlineData("T\u200BS/\u2060/S\u00ADI", "TS_SCI//SI")]
    [InlineData("T\U000E0041S//\U000E0041SI", "TS_SCI//SI")]
    [InlineData("\u0422\u0405//\u0405\u0406", "TS_SCI//SI")]
    [InlineData("\u03A4\u039F\u03A1 S\u0415CRE\u0422", "TS")]
    [InlineData("S\u2215\u2044NF", "SECRET//NOFORN")]
    [InlineData("S\u2AFDNF", "SECRET//NOFORN")]
    [InlineData("\u2768S\u2769", "SECRET")]
    [InlineData("\uA731\u1D07\u1D04\u0280\u1D07\u1D1B//\u0274\u1D0F\uA730\u1D0F\u0280\u0274", "SECRET//NOFORN")]
    [InlineData("\u673A\u5BC6TS//SI\u673A", "TS_SCI//SI")]
    [InlineData("(U) intro. (S) more. (TS//TK) payload (C)", "TS_SCI//TK")]
    [InlineData("(S//REL TO USA, GBR) (S//REL TO USA, AUS)", "SECRET//NOFORN")]
    [InlineData("(S//NF) and (TS)", "TS//NOFORN")]
    [InlineData("It is TOP\nSECRET.", "TS")]
    [InlineData("t o p s e c r e t", "TS")]
    [InlineData("top secret", "TS")]
    [InlineData("for fouo use", "CUI")]
    [InlineData("x //NOFORN", "SECRET//NOFORN")]
    [InlineData("x //orcon//nf y", "SECRET//ORCON/NOFORN")]
    [InlineData("//FVEY", "SECRET//REL TO FVEY")]
    [InlineData("SECRET//", "SECRET")]
    [InlineData("confidential//", "CONFIDENTIAL")]
    [InlineData("TS/SCI", "TS_SCI")]
    [InlineData("TS/SCI//NF", "TS_SCI//NOFORN")]
    [InlineData("(U//FOUO)", "CUI")]
    [InlineData("(secret) (CUI)", "SECRET")]
    [InlineData("(C)", "CONFIDENTIAL")]
    [InlineData("(C) 2024 plans", "CONFIDENTIAL")]
    [InlineData("(TS//SAR-BP//NF)", "TS_SCI//SAR//UNRECOGNIZED/NOFORN")]
    [InlineData("(S//BUTTERFLY//NF)", "SECRET//UNRECOGNIZED/NOFORN")]
    [InlineData("TOP SECRET//BUTTERFLY\nplan", "TS//UNRECOGNIZED")]
    [InlineData("SECRET//FGI GBR DEU//NF", "SECRET//FGI/NOFORN")]
    [InlineData("SECRET//DISPLAY ONLY GBR", "SECRET//NOFORN")]
    [InlineData("TS//SI//USA/GBR EYES ONLY", "TS_SCI//SI//NOFORN")]
    [InlineData("S//OC/NF", "SECRET//ORCON/NOFORN")]
    [InlineData("//SECRET//NOFORN", "SECRET//NOFORN")]
    [InlineData("http://S//NF", "SECRET//NOFORN")]
    [InlineData("S///NF", "SECRET//NOFORN")]
    public void Push_Marking_GivesItsLabel(string text, string expected)
    {
        Assert.Equal(expected, Scans.Whole(text)?.ToString());
        for (int cut = 0; cut <= text.Length; cut++)
        {
            Assert.Equal(expected, Scans.Pieces(ClassificationLattice.UnitedStates, true, text[..cut], text[cut..])?.ToString());
        }

        Assert.Equal(expected, Scans.Pieces(ClassificationLattice.UnitedStates, true, text.Select(c => c.ToString()))?.ToString());
    }

    [Theory]
    [InlineData("Attach the file(s) and tick option (c) or (s).")]
    [InlineData("(c) 2024 Example Ltd.")]
    [InlineData("Copyright (C) 2024 Example Ltd.")]
    [InlineData("(C) Copyright 2024 Example Ltd.")]
    [InlineData("COPYRIGHT  (C)")]
    [InlineData("f(S) = 1 and g(TS)")]
    [InlineData("The secret of a good soup is salt; confidential talks; a secret.")]
    [InlineData("SECRET")]
    [InlineData("see http://example.com/ports//science/a//b and https://sub.example.org/s/c/ts")]
    [InlineData("int s; // SI units\nvar c = 1; // NF")]
    [InlineData("x = s // nd; y = c // pr; n = s//ac")]
    [InlineData("total = items // 2  # floor division, s // 4")]
    [InlineData("std::vector<S> v; // REL\n#include <cs//a>")]
    [InlineData("the U.S.// and the E.U.//")]
    [InlineData("class C // a comment about the class")]
    [InlineData("typescript (ts) // science")]
    [InlineData("const t: TS // TypeScript")]
    [InlineData("(a) one (b) two (c) three (A) (B)")]
    [InlineData("Your laptop secrets are safe; the top secretary agreed; stop secret.")]
    [InlineData("and/or, yes/no, c/o, w/o, TS/TSX, S/M/L, TCP/IP, 1/2, km/s")]
    [InlineData("\U0001F1FA\U0001F1F8 \U0001F468\u200D\U0001F469 \U0001F600 flags and smileys")]
    [InlineData("\u0641\u0627\u0631\u0633\u06CC \u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645 \u0915\u094D\u200D\u0937")]
    [InlineData("Это совершенно обычный текст; оробстосом τοπ σε.")]
    [InlineData("SECRETARY//NOTES and UNSECRET//x")]
    [InlineData("foursquare fouogram of oo")]
    public void Push_OrdinaryText_GivesNone(string text)
    {
        Assert.Null(Scans.Whole(text));
        Assert.Null(Scans.Pieces(ClassificationLattice.UnitedStates, true, text.Select(c => c.ToString())));
    }

    /// <summary>I2 and I8: the same markings however the text is cut.</summary>
    [Fact]
    public void Push_RandomText_GivesTheSameInPieces()
    {
        Gen<string> words = Gen.OneOf(
            "(", ")", "S", "s", "TS", "//", "/", "NF", "SCI", "TOP", "SECRET", " ", "\n", "U", "\u200B", "x", "FOUO", "\uD83D", "\uDE00", "\uFF33",
            "REL TO ", "USA", ", ", "GBR", "-", "SI", "-G", "COPYRIGHT ", "(C)", "ORCON", "\uD835", "\uDC12", "\u24C8", "\u2044", "\u4E2D", "\u0420", "e",
            "BUTTER", "CUI", "SP-", "PRVCY", "        ", "\u00AD", "FGI ", "DISPLAY ONLY ", "\U000E0041", "\uDB40");
        Gen.Select(words.Array[0, 14], Gen.Int[0, 1000].Array[0, 8], Gen.Bool).Sample(
            (parts, cuts, inProse) =>
            {
                string text = string.Concat(parts);
                string? whole = Scans.Pieces(ClassificationLattice.UnitedStates, inProse, text)?.ToString();
                Assert.Equal(whole, Scans.Pieces(ClassificationLattice.UnitedStates, inProse, Streams.Split(text, cuts))?.ToString());
                Assert.Equal(whole, Scans.Pieces(ClassificationLattice.UnitedStates, inProse, text.Select(c => c.ToString()))?.ToString());
            },
            iter: 20_000);
    }

    /// <summary>Noise around a marking, and more markings beside it, never hide it.</summary>
    [Fact]
    public void Push_MarkingAmongOthers_StillCounts()
    {
        Gen<string> noise = Gen.OneOf("a plan ", "(U) ", "(a) ", "http://x/y ", "x; // note\n", "1/2 ", "\u4E2D\u6587 ", "(S) ", "\uD83D\uDE00 ", "it's 5 p.m. ");
        Gen<string> markings = Gen.OneOf("(TS//SI)", "S//NF", "SECRET//ORCON", "CUI//SP-PRVCY", "TOP SECRET", "(C)", "//IMCON");
        Gen.Select(noise.Array[0, 6], markings, noise.Array[0, 6]).Sample(
            (before, marking, after) =>
            {
                ClassificationLabel alone = Scans.Whole(marking)!;
                ClassificationLabel? found = Scans.Whole($"{string.Concat(before)}\n{marking}\n{string.Concat(after)}");
                Assert.True(found?.Dominates(alone), marking);
            },
            iter: 2_000);
    }

    [Theory]
    [InlineData("an ordinary sentence.", 0)]
    [InlineData("an ordinary sentence", 0)]
    [InlineData("the plan is secre", 5)]
    [InlineData("the plan is S", 1)]
    [InlineData("the plans", 0)]
    [InlineData("this is to", 2)]
    [InlineData("x (S", 2)]
    [InlineData("x (q", 0)]
    [InlineData("see http://", 2)]
    [InlineData("see http:/", 1)]
    [InlineData("see http://e", 0)]
    [InlineData("hush TS//SI", 6)]
    [InlineData("hush TS//SI ", 7)]
    [InlineData("hush TS//SI x", 0)]
    [InlineData("\u4E2D\u6587\u3002", 0)]
    [InlineData("S\u200B\u200B", 3)]
    public void Held_Text_IsNoMoreThanMayStillGrow(string text, int expected)
    {
        MarkingScanner sut = new(ClassificationLattice.UnitedStates.Markings, inProse: true);
        sut.Push(text, []);
        Assert.Equal(expected, sut.Held);
    }

    [Fact]
    public void Held_HalfAPair_WaitsForTheOther()
    {
        MarkingScanner sut = new(ClassificationLattice.UnitedStates.Markings, inProse: true);
        sut.Push("x\uD83D", []);
        Assert.Equal(1, sut.Held);
        sut.Push("\uDE00", []);
        Assert.Equal(0, sut.Held);
    }

    [Theory]
    [InlineData("S", "//NF")]
    [InlineData("TOP ", "SECRET")]
    [InlineData("S//", "NF")]
    [InlineData("(", "S)")]
    [InlineData("S//N", "F")]
    public void Push_ManyHiddenCharactersInside_AreAFindingHoweverTheyAreCut(string before, string after)
    {
        string text = before + new string('\u200B', MarkingWindow.MaxHidden + 1) + after;
        foreach (string[] pieces in new string[][] { [text], [text[..10], text[10..]], [.. text.Select(c => c.ToString())] })
        {
            MarkingScanner sut = new(ClassificationLattice.UnitedStates.Markings, inProse: true);
            foreach (string piece in pieces)
            {
                sut.Push(piece, []);
            }

            sut.Complete([]);
            Assert.True(sut.FoundHiddenRun);
        }
    }

    [Fact]
    public void Push_ManyHiddenCharactersElsewhere_AreNone()
    {
        MarkingScanner sut = new(ClassificationLattice.UnitedStates.Markings, inProse: true);
        sut.Push("An ordinary end." + new string('\u200B', 2000) + "And more.", []);
        sut.Complete([]);
        Assert.False(sut.FoundHiddenRun);
    }

    /// <summary>A long text is held in bounded memory, and nothing before a marking matters to it.</summary>
    [Fact]
    public void Push_LongText_FindsWhatStandsBehindIt()
    {
        string padding = string.Concat(Enumerable.Repeat("All is well in the harbour (see page 4/5). ", 60_000));
        Assert.Equal("TS_SCI", Scans.Whole(padding + "T S / / S C I")?.ToString());
        Assert.Equal("TS_SCI", Scans.Pieces(ClassificationLattice.UnitedStates, true, padding, padding + "TS/", "/S", "CI")?.ToString());
    }

    [Fact]
    public void Push_AnyCharacters_NeverThrows() => Gen.Char.Array[0, 80].Sample(chars => _ = Scans.Whole(new string(chars)), iter: 20_000);
}
