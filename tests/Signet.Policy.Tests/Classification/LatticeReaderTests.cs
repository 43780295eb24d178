using System.Text;
using Signet.Policy.Checks.ClassificationGate;
using Signet.Policy.Classification;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;
using Signet.Policy.Tests.Classification.Marking;

namespace Signet.Policy.Tests.Classification;

public sealed class LatticeReaderTests
{
    private const string Company = """
        {"company":{"levels":[{"name":"public"},{"name":"internal"},{"name":"confidential","aliases":["conf"]},{"name":"restricted"}],
        "compartments":[{"name":"legal","min_level":"internal"},{"name":"hr","min_level":"confidential"},{"name":"payroll","implies":["hr"]}],
        "audiences":[{"name":"staff"},{"name":"auditors"},{"name":"board"},{"name":"inside","members":["staff","board"]}],
        "releasabilities":[{"name":"staff only","aliases":["so"],"to":["staff"]}]}}
        """;

    [Theory]
    [InlineData("restricted//legal/hr", "RESTRICTED//LEGAL/HR")]
    [InlineData("conf", "CONFIDENTIAL")]
    [InlineData("public//payroll", "CONFIDENTIAL//PAYROLL")]
    [InlineData("internal//staff only", "INTERNAL//STAFF ONLY")]
    [InlineData("internal//rel to staff, board", "INTERNAL//REL TO INSIDE")]
    [InlineData("internal//so/rel to board", "INTERNAL//REL TO NOBODY")]
    public void Read_Company_GivesItsLabels(string text, string expected)
    {
        ClassificationLattice lattice = Read(Company);
        ClassificationLabel label = Labels.Read(lattice, text, LabelUse.Data);
        Assert.Equal(expected, label.ToString());
        Assert.Equal(label, Labels.Read(lattice, label.ToString(), LabelUse.Data));
    }

    [Theory]
    [InlineData("(RESTRICTED) plan", "RESTRICTED")]
    [InlineData("RESTRICTED//LEGAL", "RESTRICTED//LEGAL")]
    [InlineData("see restricted//hr for more", "RESTRICTED//HR")]
    [InlineData("CONF//PAYROLL", "CONFIDENTIAL//PAYROLL")]
    public void Read_Company_RecognisesItsMarkings(string text, string expected) =>
        Assert.Equal(expected, Scans.Pieces(Read(Company), true, text)?.ToString());

    [Theory]
    [InlineData("an (internal) memo, (confidential) maybe, internal // comment, public class A // B")]
    [InlineData("(S//NF) top secret FOUO TS//SCI")]
    public void Read_Company_LeavesOrdinaryTextAlone(string text) => Assert.Null(Scans.Pieces(Read(Company), true, text));

    [Fact]
    public void Read_TwiceTheSame_GivesEqualLattices()
    {
        Assert.Equal(Read(Company), Read(Company));
        Assert.NotEqual(Read(Company), ClassificationLattice.UnitedStates);
        Assert.False(Read(Company).Lowest.Dominates(ClassificationLattice.UnitedStates.Lowest));
        Assert.Throws<ArgumentException>(() => Read(Company).Lowest.Join(ClassificationLattice.UnitedStates.Lowest));
    }

    [Fact]
    public void Read_WithoutLevels_AddsToTheUnitedStates()
    {
        ClassificationLattice lattice = Read("""{"us":{"compartments":[{"name":"SAR-BP","implies":["SAR"],"min_level":"SECRET"}]}}""");
        Assert.Equal("TS_SCI//SAR-BP//NOFORN", Labels.Read(lattice, "TS//SAR-BP//NF", LabelUse.Data).ToString());
        Assert.Equal("TS_SCI//SAR-BP//NOFORN", Scans.Pieces(lattice, true, "(TS//SAR-BP//NF)")?.ToString());
    }

    [Theory]
    [InlineData("""{"a":{"levels":[{"name":"x"},{"name":"X"}]}}""")]
    [InlineData("""{"a":{"levels":[{"name":"x"}],"compartments":[{"name":"y","implies":["z"]}]}}""")]
    [InlineData("""{"a":{"levels":[{"name":"x"}],"compartments":[{"name":"y","implies":["y"]}]}}""")]
    [InlineData("""{"a":{"levels":[{"name":"x"}],"compartments":[{"name":"y","implies":["z"]},{"name":"z","implies":["y"]}]}}""")]
    [InlineData("""{"a":{"levels":[{"name":"x"}],"compartments":[{"name":"y","min_level":"z"}]}}""")]
    [InlineData("""{"a":{"levels":[{"name":"x"}],"releasabilities":[{"name":"y","to":["z"]}]}}""")]
    [InlineData("""{"a":{"levels":[{"name":"x/y"}]}}""")]
    [InlineData("""{"a":{"levels":[{"name":"rel to"}]}}""")]
    [InlineData("""{"a":{"levels":[{}]}}""")]
    [InlineData("""{"a":{"levels":[{"name":"x","rank":1}]}}""")]
    [InlineData("""{"a":{"levels":[{"name":"x"}],"audiences":[{"name":"y z"}]}}""")]
    [InlineData("""{"a":{},"b":{}}""")]
    public void Read_WhatDoesNotHoldTogether_IsRefused(string lattice)
    {
        Assert.False(PolicyDocument.TryParse(Policy(lattice), out _, out IReadOnlyList<PolicyError> errors));
        Assert.All(errors, error => Assert.StartsWith("/checks/0/lattice", error.Path, StringComparison.Ordinal));
    }

    private static byte[] Policy(string lattice) =>
        Encoding.UTF8.GetBytes($$"""{"version":1,"checks":[{"check":"classification_gate","lattice":{{lattice}}}]}""");

    private static ClassificationLattice Read(string lattice)
    {
        Assert.True(PolicyDocument.TryParse(Policy(lattice), out PolicyDocument? document, out IReadOnlyList<PolicyError> errors), string.Join('\n', errors));
        Assert.Equal([ClassificationGateCheck.CheckName], document.Checks);
        RequestContext request = Requests.With("x");
        document.Build(TimeProvider.System).AdmitAsync(request, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();
        return request.DataLabel!.Lattice;
    }
}
