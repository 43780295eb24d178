using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Pipeline;

/// <summary>An inspector that does as it is told; holds nothing back by default.</summary>
internal sealed class FakeInspector : ChannelInspector
{
    public Func<long, IInspectionSink, int> OnPush { get; init; } = (_, _) => 0;

    public Action<IInspectionSink> OnComplete { get; init; } = _ => { };

    public long Received { get; private set; }

    public override int Push(ReadOnlySpan<char> text, IInspectionSink sink)
    {
        Received += text.Length;
        return OnPush(Received, sink);
    }

    public override void Complete(IInspectionSink sink) => OnComplete(sink);
}
