using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.RegexContent;

/// <summary>Runs all rules over one channel, each with a window of its own.</summary>
internal sealed class RegexInspector(CompiledRule[] rules) : ChannelInspector
{
    private readonly RuleWindow[] _windows = [.. rules.Select(rule => new RuleWindow(rule))];

    public override int Push(ReadOnlySpan<char> text, IInspectionSink sink)
    {
        int held = 0;
        foreach (RuleWindow window in _windows)
        {
            window.Push(text, sink);
            held = Math.Max(held, window.Held);
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
