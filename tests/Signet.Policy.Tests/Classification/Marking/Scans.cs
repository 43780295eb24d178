using Signet.Policy.Classification;
using Signet.Policy.Classification.Marking;

namespace Signet.Policy.Tests.Classification.Marking;

/// <summary>Reads the markings of texts.</summary>
internal static class Scans
{
    /// <summary>The join of all markings of a text, or null when it has none. Hidden runs come out as an exception.</summary>
    internal static ClassificationLabel? Whole(string text) => Pieces(ClassificationLattice.UnitedStates, true, text);

    internal static ClassificationLabel? Pieces(ClassificationLattice lattice, bool inProse, params IEnumerable<string> pieces)
    {
        MarkingScanner scanner = new(lattice.Markings, inProse);
        List<MarkingMatch> found = [];
        foreach (string piece in pieces)
        {
            scanner.Push(piece, found);
        }

        scanner.Complete(found);
        Assert.False(scanner.FoundHiddenRun);
        return found.Count == 0 ? null : found.Select(match => match.Label).Aggregate((left, right) => left.Join(right));
    }
}
