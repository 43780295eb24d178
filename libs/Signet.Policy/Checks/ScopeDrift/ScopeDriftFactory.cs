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
        List<ScopeMarker> markers = [];
        HashSet<char> characters = [.. DefaultMarkers.All.SelectMany(marker => Literal.Fold(marker.Text))];
        foreach (OptionReader entry in reader.Objects("markers", 1000))
        {
            string text = entry.RequiredText("marker", 128);
            string folded = Literal.Fold(text);
            characters.UnionWith(folded);
            if (folded.Length < ScopeDriftCheck.MinMarkerLength || characters.Count > ScopeDriftCheck.MaxCharacters)
            {
                entry.Error("marker", "is too short, or brings more than 255 different characters into the list");
            }

            if (!ClassificationLattice.TryParse(entry.RequiredText("level", 64), out ClassificationLevel level))
            {
                entry.Error("level", "is not a classification level");
            }

            markers.Add(new ScopeMarker(text, level, entry.Flag("upper_only", false)));
        }

        ScopeDriftOptions options = new()
        {
            UseDefaultMarkers = reader.Flag("default_markers", true),
            TopSecretInProse = reader.Flag("top_secret_in_prose", true),
            Markers = markers,
            Without = reader.Texts("without", 100, 128),
        };
        foreach (string text in options.Without.Where(text => !DefaultMarkers.All.Any(marker => marker.Text == text)))
        {
            reader.Error("without", $"{text} is not a default marker");
        }

        return _ => new ScopeDriftCheck(options);
    }
}
