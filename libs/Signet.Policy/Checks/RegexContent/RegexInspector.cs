using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.RegexContent;

/// <summary>Runs all rules over one channel, each with a window of its own.</summary>
internal sealed class RegexInspector(CompiledRule[] rules, CpuBudget budget) : ChannelInspector
{
    // Pieces of streams are shorter: what they take is measured when all rules have run.
    private const int LongPiece = 4096;

    private readonly RuleWindow[] _windows = [.. rules.Select(rule => new RuleWindow(rule))];

    public override int Push(ReadOnlySpan<char> text, IInspectionSink sink)
    {
        int held = 0;
        foreach (RuleWindow window in _windows)
        {
            window.Push(text, sink);
            held = Math.Max(held, window.Held);
            if (text.Length >= LongPiece)
            {
                budget.ThrowIfSpent();
            }
        }

        return held;
    }

    public override void Complete(IInspectionSink sink)
    {
        foreach (RuleWindow window in _windows)
        {
            window.Complete(sink);
        }
    }
}
