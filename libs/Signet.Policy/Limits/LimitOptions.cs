using Signet.Policy.Documents;

namespace Signet.Policy.Limits;

/// <summary>Reads what all limits can be told.</summary>
internal static class LimitOptions
{
    internal const int MinKeys = 1_000;
    internal const int MaxKeys = 1_000_000;
    internal const int DefaultKeys = 100_000;

    /// <summary>What requests must have in common to share a limit: <c>by</c>.</summary>
    internal static LimitScope Scope(OptionReader reader)
    {
        IReadOnlyList<LimitScope>? words = reader.Words(
            "by", ("owner", LimitScope.Owner), ("model", LimitScope.Model), ("source", LimitScope.Source));
        if (words is null)
        {
            return LimitScope.Owner;
        }

        LimitScope scope = LimitScope.None;
        foreach (LimitScope word in words)
        {
            scope |= word;
        }

        if (words.Count == 0)
        {
            reader.Error("by", "must name at least one word");
        }
        else if (scope == LimitScope.Model)
        {
            reader.Warn("by", "all callers share the limit of a model, so one of them can use it up for the others");
        }

        return scope;
    }

    /// <summary>How many limits are kept apart at once: <c>max_keys</c>.</summary>
    internal static int Keys(OptionReader reader) => reader.Number("max_keys", MinKeys, MaxKeys, DefaultKeys);

    /// <summary>The words of <see cref="Scope"/> in a fixed order, for the name of a state.</summary>
    internal static string NameOf(LimitScope scope) => ((int)scope).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
