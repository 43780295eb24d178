namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>How many calls one answer has had so far, all in all and by tool. Belongs to one request.</summary>
internal sealed class CallCounts
{
    private readonly Dictionary<string, int> _byTool = new(StringComparer.Ordinal);
    private int _all;

    /// <summary>Counts a call; false when it is one too many. A call counts whatever becomes of it.</summary>
    internal bool TryCount(string tool, int? maxOfTool, int? maxOfAll)
    {
        int ofTool = _byTool.GetValueOrDefault(tool) + 1;
        _byTool[tool] = ofTool;
        _all++;
        return !(ofTool > maxOfTool) && !(_all > maxOfAll);
    }
}
