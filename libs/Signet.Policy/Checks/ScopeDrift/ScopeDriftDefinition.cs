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
        Options = new Dictionary<string, string>
        {
            ["default_markers"] = "Look for the built-in list.",
            ["top_secret_in_prose"] = "The plain words top secret count too.",
            ["without"] = "Built-in markers to leave out, by their text.",
            ["markers"] = "Further markers.",
            ["markers[].marker"] = "The marking; at least 2 characters that show.",
            ["markers[].level"] = "What it stands for.",
            ["markers[].upper_only"] = "Lower-case letters make something else of it.",
        },
    };
}
