using Signet.Policy.Classification;

namespace Signet.Policy.Tests.Classification;

/// <summary>Reads labels.</summary>
internal static class Labels
{
    internal static ClassificationLabel Data(string text) => Read(ClassificationLattice.UnitedStates, text, LabelUse.Data);

    internal static ClassificationLabel Clearance(string text) => Read(ClassificationLattice.UnitedStates, text, LabelUse.Clearance);

    internal static ClassificationLabel Read(ClassificationLattice lattice, string text, LabelUse use)
    {
        Assert.True(lattice.TryParse(text, use, out ClassificationLabel? label), $"{text} is no label");
        return label;
    }
}
