using CsCheck;
using Signet.Policy.Classification;

namespace Signet.Policy.Tests.Classification;

public sealed class ClassificationLatticeTests
{
    private static readonly Gen<ClassificationLabel> AnyLabel = Gen.Select(
        Gen.OneOf("U", "CUI", "C", "S", "TS", "TS/SCI"),
        Gen.OneOf("SI", "SI-G", "TK", "HCS-P", "SAR", "ORCON", "PROPIN", "PRVCY", "SP-PRVCY", "FGI", "FISA").Array[0, 3],
        Gen.OneOf("", "NOFORN", "REL TO USA, FVEY", "REL TO USA, GBR", "REL TO USA, AUS, GBR", "REL TO USA, NATO", "RELIDO", "DISPLAY ONLY GBR"))
        .Select((level, held, release) =>
            Labels.Data(string.Join("//", new[] { level, string.Join('/', held), release }.Where(part => part.Length > 0))));

    [Theory]
    [InlineData("u", "UNCLASS")]
    [InlineData(" FOUO ", "CUI")]
    [InlineData("C", "CONFIDENTIAL")]
    [InlineData("\uFF33", "SECRET")]
    [InlineData("TopSecret", "TS")]
    [InlineData("top secret", "TS")]
    [InlineData("ts-sci", "TS_SCI")]
    [InlineData("TS/SCI", "TS_SCI")]
    [InlineData("SCI", "TS_SCI")]
    [InlineData("TOP SECRET//SI/TK//NOFORN", "TS_SCI//SI/TK//NOFORN")]
    [InlineData("top secret // si / tk // nf", "TS_SCI//SI/TK//NOFORN")]
    [InlineData("TS//TK/SI", "TS_SCI//SI/TK")]
    [InlineData("TS/SCI//NF", "TS_SCI//NOFORN")]
    [InlineData("S//SI//REL TO USA, GBR", "SECRET//SI//REL TO USA, GBR")]
    [InlineData("SECRET//REL TO GBR", "SECRET//REL TO USA, GBR")]
    [InlineData("SECRET//REL TO USA, AUS, CAN, GBR, NZL", "SECRET//REL TO FVEY")]
    [InlineData("SECRET//REL TO USA, FVEY, DEU", "SECRET//REL TO FVEY, DEU")]
    [InlineData("SECRET//FVEY", "SECRET//REL TO FVEY")]
    [InlineData("SECRET//NOFORN/REL TO USA, FVEY", "SECRET//NOFORN")]
    [InlineData("SECRET//REL TO USA, GBR/REL TO USA, AUS", "SECRET//NOFORN")]
    [InlineData("SECRET//RELIDO", "SECRET//NOFORN")]
    [InlineData("SECRET//DISPLAY ONLY GBR", "SECRET//NOFORN")]
    [InlineData("SECRET//ORCON/IMCON/NOFORN", "SECRET//ORCON/IMCON/NOFORN")]
    [InlineData("CUI//SP-PRVCY", "CUI//SP-PRVCY")]
    [InlineData("CUI//SP-CTI/PRVCY//FED ONLY", "CUI//FED ONLY/SP-CTI/PRVCY")]
    [InlineData("TS//SI-G", "TS_SCI//SI-G")]
    [InlineData("U//PRVCY", "CUI//PRVCY")]
    [InlineData("U//FOUO", "CUI")]
    [InlineData("S//FGI GBR DEU//REL TO USA, GBR", "SECRET//FGI/REL TO USA, GBR")]
    [InlineData("TS//SAR", "TS_SCI//SAR")]
    public void TryParse_Label_IsWrittenInOneForm(string text, string expected)
    {
        ClassificationLabel label = Labels.Data(text);
        Assert.Equal(expected, label.ToString());
        Assert.Equal(label, Labels.Data(label.ToString()));
    }

    [Theory]
    [InlineData("TS//SI/TK//USA", "TS_SCI//SI/TK//NOFORN")]
    [InlineData("SECRET//GBR", "SECRET//GBR")]
    [InlineData("SECRET//GBR/DEU", "SECRET//DEU/GBR")]
    public void TryParse_Clearance_SaysWhoTheCallerIs(string text, string expected)
    {
        ClassificationLabel label = Labels.Clearance(text);
        Assert.Equal(expected, label.ToString());
        Assert.Equal(label, Labels.Clearance(label.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    [InlineData("SECRE")]
    [InlineData("SECRET//")]
    [InlineData("//NOFORN")]
    [InlineData("SECRET//NOFORN//")]
    [InlineData("SECRET//NOFORN/")]
    [InlineData("SECRET///NOFORN")]
    [InlineData("SECRET/NOFORN")]
    [InlineData("SECRET//COSMIC")]
    [InlineData("SECRET//UNRECOGNIZED")]
    [InlineData("SECRET//USA")]
    [InlineData("SECRET//REL TO")]
    [InlineData("SECRET//REL TO USA, ZZZ")]
    [InlineData("SECRET//SAR-BP")]
    [InlineData("SECRET//SECRET")]
    [InlineData("S\uD800")]
    public void TryParse_AnythingElse_IsNoLabel(string? text) =>
        Assert.False(ClassificationLattice.UnitedStates.TryParse(text, LabelUse.Data, out _));

    [Fact]
    public void TryParse_LongText_IsNoLabel() =>
        Assert.False(ClassificationLattice.UnitedStates.TryParse("S//" + new string('S', 1000), LabelUse.Data, out _));

    [Theory]
    [InlineData("TS//SI/TK//USA", "TOP SECRET//SI/TK//NOFORN", true)]
    [InlineData("TS//SI/TK//USA", "SECRET//NOFORN", true)]
    [InlineData("TS//SI/TK//USA", "SECRET//REL TO USA, FVEY", true)]
    [InlineData("TS//SI/TK//USA", "UNCLASS", true)]
    [InlineData("TS//SI//USA", "TOP SECRET//SI/TK//NOFORN", false)]
    [InlineData("TS//SI/TK//GBR", "SECRET//NOFORN", false)]
    [InlineData("TS//SI/TK//GBR", "SECRET//REL TO USA, FVEY", true)]
    [InlineData("TS//SI/TK//FRA", "SECRET//REL TO USA, FVEY", false)]
    [InlineData("TS//GBR/FRA", "SECRET//REL TO USA, FVEY", false)]
    [InlineData("TS", "SECRET//NOFORN", false)]
    [InlineData("TS", "SECRET", true)]
    [InlineData("TS/SCI", "TS//SI", false)]
    [InlineData("TS//SI//USA", "TS//SI//ORCON/NOFORN", false)]
    [InlineData("TS//SI//USA/ORCON", "TS//SI//ORCON/NOFORN", true)]
    [InlineData("CUI//SP-PRVCY", "CUI//PRVCY", true)]
    [InlineData("CUI//PRVCY", "CUI//SP-PRVCY", false)]
    [InlineData("SECRET", "CUI//PRVCY", false)]
    public void Dominates_ClearanceAndData_DecideWhatMayBeSeen(string clearance, string data, bool expected) =>
        Assert.Equal(expected, Labels.Clearance(clearance).Dominates(Labels.Data(data)));

    [Fact]
    public void Dominates_AnyLabels_IsAPartialOrder() => Gen.Select(AnyLabel, AnyLabel, AnyLabel).Sample((a, b, c) =>
    {
        Assert.True(a.Dominates(a));
        Assert.True(!a.Dominates(b) || !b.Dominates(a) || (a.Equals(b) && a.GetHashCode() == b.GetHashCode() && a.ToString() == b.ToString()));
        Assert.True(!a.Dominates(b) || !b.Dominates(c) || a.Dominates(c));
        Assert.True(a.Dominates(a.Lattice.Lowest));
    });

    [Fact]
    public void Join_AnyLabels_IsTheLeastUpperBound() => Gen.Select(AnyLabel, AnyLabel, AnyLabel).Sample((a, b, c) =>
    {
        ClassificationLabel join = a.Join(b);
        Assert.True(join.Dominates(a) && join.Dominates(b));
        Assert.True(!c.Dominates(a) || !c.Dominates(b) || c.Dominates(join));
        Assert.Equal(join, b.Join(a));
        Assert.Equal(join.Join(c), a.Join(b.Join(c)));
        Assert.Equal(a, a.Join(a.Meet(b)));
        Assert.True(!a.Dominates(b) || a.Join(c).Dominates(b.Join(c)));
    });

    [Fact]
    public void Meet_AnyLabels_IsTheGreatestLowerBound() => Gen.Select(AnyLabel, AnyLabel, AnyLabel).Sample((a, b, c) =>
    {
        ClassificationLabel meet = a.Meet(b);
        Assert.True(a.Dominates(meet) && b.Dominates(meet));
        Assert.True(!a.Dominates(c) || !b.Dominates(c) || meet.Dominates(c));
        Assert.Equal(meet, b.Meet(a));
        Assert.Equal(meet.Meet(c), a.Meet(b.Meet(c)));
        Assert.Equal(a, a.Meet(a.Join(b)));
        Assert.True(!a.Dominates(b) || a.Meet(c).Dominates(b.Meet(c)));
    });

    [Fact]
    public void ToString_AnyJoinAndMeet_ReadsBackAsTheSame() => Gen.Select(AnyLabel, AnyLabel).Sample((a, b) =>
    {
        Assert.Equal(a.Join(b), Labels.Clearance(a.Join(b).ToString()));
        Assert.Equal(a.Meet(b), Labels.Clearance(a.Meet(b).ToString()));
    });
}
