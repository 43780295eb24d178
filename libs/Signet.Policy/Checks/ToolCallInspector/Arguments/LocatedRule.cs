using System.Text.Json;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>
/// A rule on the values at one place. A place that isn't there is a fault unless the rule is optional; a value of another type on the way to
/// it, and one that readers could look for in two places, is always one.
/// </summary>
internal abstract class LocatedRule : IArgumentRule
{
    /// <summary>The most values that one place may stand for, where it names every item of a list.</summary>
    internal const int MaxValues = 1000;

    internal required ArgumentLocation At { get; init; }

    /// <summary>True when the place needn't be there, or not in every item of a list; null counts as not there.</summary>
    internal bool Optional { get; init; }

    /// <inheritdoc/>
    public ArgumentFault? Judge(JsonElement arguments)
    {
        List<JsonElement> values = new(1);
        LookUp found = At.Find(arguments, values);
        return found switch
        {
            LookUp.Ambiguous => Fault("isn't the only one of its name"),
            LookUp.OtherType => Fault("is of another type"),
            LookUp.Missing when !Optional => Fault("isn't there"),
            LookUp.Missing when values.Count == 0 => null,
            _ when values.Count > MaxValues => Fault("is of too many values"),
            _ => JudgeAll(arguments, values),
        };
    }

    /// <summary>Judges the values that stand at the place; at least one unless it names the items of an empty list.</summary>
    protected abstract ArgumentFault? JudgeAll(JsonElement arguments, IReadOnlyList<JsonElement> values);

    protected ArgumentFault Fault(string what) => new(At.Pointer, what);
}
