namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>What came of looking for a place in arguments.</summary>
internal enum LookUp
{
    Found,

    /// <summary>It isn't there, it is null, or the way to it leads through something else than objects and lists.</summary>
    Missing,

    /// <summary>Another member's name differs from it in case alone, and some readers would take that.</summary>
    Ambiguous,
}
