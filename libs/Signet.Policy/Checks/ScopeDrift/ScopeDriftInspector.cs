using Signet.Policy.Classification;
using Signet.Policy.Matching;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ScopeDrift;

/// <summary>Reads one channel for markings above the request's level. Reports each level above it once, when it is first met.</summary>
internal sealed class ScopeDriftInspector(LiteralMatcher matcher, ScopeMarker[] markers, ClassificationLevel requestLevel)
    : ChannelInspector
{
    private readonly List<int> _found = [];
    private ClassificationLevel? _reported;
    private bool _reportedHidden;

    public override int Push(ReadOnlySpan<char> text, IInspectionSink sink)
    {
        matcher.Push(text, _found);
        Report(sink);
        return matcher.Held;
    }

    public override void Complete(IInspectionSink sink)
    {
        matcher.Complete(_found);
        Report(sink);
    }

    private void Report(IInspectionSink sink)
    {
        foreach (int index in _found)
        {
            ScopeMarker marker = markers[index];
            if (marker.Level <= (_reported ?? requestLevel))
            {
                continue;
            }

            _reported = marker.Level;
            sink.Report(CheckResult.Block("the answer carries a marking above the request's classification") with
            {
                Metadata = new Dictionary<string, string>
                {
                    ["marker"] = marker.Text,
                    ["marker_level"] = ClassificationLattice.NameOf(marker.Level),
                    ["request_level"] = ClassificationLattice.NameOf(requestLevel),
                },
            });
        }

        _found.Clear();
        if (matcher.FoundHiddenRun && !_reportedHidden)
        {
            _reportedHidden = true;
            sink.Report(CheckResult.Block("hidden characters stand inside what may be a marking"));
        }
    }
}
