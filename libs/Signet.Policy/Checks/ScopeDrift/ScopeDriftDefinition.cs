using Signet.Policy.Classification;
using Signet.Policy.Documents;

namespace Signet.Policy.Checks.ScopeDrift;

/// <summary><c>scope_drift</c> as policies know it.</summary>
internal static class ScopeDriftDefinition
{
    internal static CheckDefinition Value { get; } = new()
    {
        Name = ScopeDriftCheck.CheckName,
        Summary = "Stops an answer that carries the marking of a higher level than the request was classified at.",
        Factory = ScopeDriftFactory.Create,
        Options = new Dictionary<string, string>(LatticeReader.Options)
        {
            ["default_markers"] = "Look for the markings of the lattice.",
            ["top_secret_in_prose"] = "The plain words top secret count too.",
            ["compare"] = "What of a marking must not be above the request's: the whole label, or the level alone.",
            ["without"] = "Built-in markers to leave out, by their text.",
            ["markers"] = "Further markers.",
            ["markers[].marker"] = "The marking; at least 2 characters that show.",
            ["markers[].level"] = "The label that it stands for.",
            ["markers[].upper_only"] = "Lower-case letters make something else of it.",
            ["token_tolerance_percent"] = "How much longer a text may be than the tokens that the request allows, in percent; 0 for any length.",
            ["chars_per_token"] = "How many characters count as a token.",
        },
    };
}
