namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>What came of looking for a place in arguments.</summary>
internal enum LookUp
{
    Found,

    /// <summary>It isn't there, or null stands in its place; in a list whose items all are meant, in one of them. What was found counts.</summary>
    Missing,

    /// <summary>The way to it leads through something else than the place says, such as a text where it has a list.</summary>
    OtherType,

    /// <summary>Another member's name differs from it in case alone, and some readers would take that.</summary>
    Ambiguous,
}
