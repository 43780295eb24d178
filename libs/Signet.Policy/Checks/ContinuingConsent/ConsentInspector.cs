using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ContinuingConsent;

/// <summary>Ends the answer once consent is gone.</summary>
/// <param name="watch">Knows when it was looked up last.</param>
/// <param name="always">True to look it up for every piece.</param>
internal sealed class ConsentInspector(ConsentWatch watch, bool always) : ChannelInspector
{
    public override int Push(ReadOnlySpan<char> text, IInspectionSink sink)
    {
        Report(always ? watch.IsGranted() : watch.IsGrantedFor(text.Length), sink);
        return 0;
    }

    public override void Complete(IInspectionSink sink) => Report(watch.IsGranted(), sink);

    private static void Report(bool isGranted, IInspectionSink sink)
    {
        if (!isGranted)
        {
            sink.Report(ContinuingConsentCheck.Withdrawn);
        }
    }
}
