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
    [InlineData("(TS//SAR-BP//NF)", "TS_SCI//SAR/UNRECOGNIZED/NOFORN")]
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
}
