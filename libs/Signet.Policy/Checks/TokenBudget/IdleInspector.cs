using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.TokenBudget;

/// <summary>Reads a channel that counts nothing.</summary>
internal sealed class IdleInspector : ChannelInspector
{
    private IdleInspector()
    {
    }

    internal static IdleInspector Instance { get; } = new();

    public override int Push(ReadOnlySpan<char> text, IInspectionSink sink) => 0;

    public override void Complete(IInspectionSink sink)
    {
    }
}
