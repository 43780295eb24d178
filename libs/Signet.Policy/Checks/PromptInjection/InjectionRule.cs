using System.Collections.Frozen;
using Signet.Policy.Text;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>One rule of the built-in list, its words folded.</summary>
internal sealed class InjectionRule
{
    internal required string Label { get; init; }

    internal required Severity Severity { get; init; }

    /// <summary>It counts only where somebody else than the caller wrote: in what tools answered and in documents.</summary>
    internal required bool IsIndirect { get; init; }

    /// <summary>What doesn't count right behind these, such as "never".</summary>
    internal IReadOnlyList<string> Negators { get; set; } = [];

    /// <summary>For a pair: how many letters may stand between its two halves.</summary>
    internal int Gap { get; set; }

    /// <summary>For a pair: words that may stand between its halves, in any number.</summary>
    internal FrozenSet<string> Fillers { get; set; } = FrozenSet<string>.Empty;

    /// <summary>For a pair: words that make it one whatever else stands between its halves.</summary>
    internal IReadOnlyList<string> Marks { get; set; } = [];

    /// <summary>For a pair with a common word as its second half: one of these must stand between the halves as well.</summary>
    internal IReadOnlyList<string> WeakMarks { get; set; } = [];

    /// <summary>For a pair: sentences may end between its halves, as they do in what somebody says.</summary>
    internal bool SpansSentences { get; set; }

    /// <summary>For an acronym: what must stand near.</summary>
    internal IReadOnlyList<string> Context { get; set; } = [];

    /// <summary>The same rule with its words folded once more.</summary>
    internal InjectionRule Refold(TextFold fold) => new()
    {
        Label = Label,
        Severity = Severity,
        IsIndirect = IsIndirect,
        Gap = Gap,
        SpansSentences = SpansSentences,
        Negators = [.. Negators.Select(word => fold.Fold(word))],
        Fillers = Fillers.Select(word => fold.Fold(word)).ToFrozenSet(StringComparer.Ordinal),
        Marks = [.. Marks.Select(word => fold.Fold(word))],
        WeakMarks = [.. WeakMarks.Select(word => fold.Fold(word))],
        Context = [.. Context.Select(word => fold.Fold(word))],
    };
}
