using Signet.Policy.Classification;
using Signet.Policy.Documents;
using Signet.Policy.Matching;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ScopeDrift;

/// <summary>Reads <c>scope_drift</c> from a policy document.</summary>
internal static class ScopeDriftFactory
{
    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader)
    {
        ClassificationLattice? lattice = LatticeReader.Read(reader);
        ScopeDriftOptions options = new()
        {
            Lattice = lattice,
            UseDefaultMarkers = reader.Flag("default_markers", true),
            TopSecretInProse = reader.Flag("top_secret_in_prose", true),
            Compare = reader.Choice(
                "compare", DriftComparison.Label, ("label", DriftComparison.Label), ("level", DriftComparison.Level)),
            Markers = Markers(reader, lattice ?? ClassificationLattice.UnitedStates),
            Without = reader.Texts("without", 100, 128),
            TokenTolerancePercent = reader.Number("token_tolerance_percent", 0, 10_000, 0),
            CharsPerToken = reader.Number("chars_per_token", 1, 64, 4),
        };
        foreach (string text in options.Without.Where(text => !DefaultMarkers.All.Contains(text)))
        {
            reader.Error("without", $"{text} is not a default marker");
        }

        if (options.TokenTolerancePercent == 0 && reader.Has("chars_per_token"))
        {
            reader.Error("chars_per_token", "is of no use without token_tolerance_percent");
        }

        if (!options.UseDefaultMarkers && options.Markers.Count == 0)
        {
            reader.Warn("default_markers", "is false and there are no others, so no marking is looked for");
        }

        return _ => new ScopeDriftCheck(options);
    }

    private static List<ScopeMarker> Markers(OptionReader reader, ClassificationLattice lattice)
    {
        List<ScopeMarker> markers = [];
        HashSet<char> characters = [];
        foreach (OptionReader entry in reader.Objects("markers", 1000))
        {
            string text = entry.RequiredText("marker", 128);
            string folded = Literal.Fold(text);
            characters.UnionWith(folded);
            if (folded.Length < ScopeDriftCheck.MinMarkerLength || characters.Count > ScopeDriftCheck.MaxCharacters)
            {
                entry.Error("marker", "is too short, or brings more than 255 different characters into the list");
            }

            if (!lattice.TryParse(entry.RequiredText("level", 256), LabelUse.Data, out ClassificationLabel? label))
            {
                entry.Error("level", "is not a label of the lattice");
            }

            markers.Add(new ScopeMarker(text, label ?? lattice.Lowest, entry.Flag("upper_only", false)));
        }

        return markers;
    }
}
