using System.Globalization;
using Signet.Policy.Classification;
using Signet.Policy.Classification.Marking;
using Signet.Policy.Matching;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ScopeDrift;

/// <summary>
/// Reads one channel for markings above the request's label, and counts its characters. Reports a marking when it is above all that were
/// reported before it.
/// </summary>
internal sealed class ScopeDriftInspector(
    ScopeDriftOptions options, MarkingScanner? scanner, LiteralMatcher? matcher, ClassificationLabel declared, long maxLength, CpuBudget budget)
    : ChannelInspector
{
    // Pieces of streams are shorter: what they take is measured when they have been read.
    private const int Slice = 16_384;

    private readonly List<MarkingMatch> _matches = [];
    private readonly List<int> _literals = [];
    private ClassificationLabel? _reported;
    private long _length;
    private bool _reportedHidden;
    private bool _reportedLength;

    public override int Push(ReadOnlySpan<char> text, IInspectionSink sink)
    {
        for (; text.Length > Slice; text = text[Slice..])
        {
            Read(text[..Slice], sink);
            budget.ThrowIfSpent();
        }

        Read(text, sink);
        return Math.Max(scanner?.Held ?? 0, matcher?.Held ?? 0);
    }

    public override void Complete(IInspectionSink sink)
    {
        scanner?.Complete(_matches);
        matcher?.Complete(_literals);
        Report(sink);
    }

    private void Read(ReadOnlySpan<char> text, IInspectionSink sink)
    {
        _length += text.Length;
        scanner?.Push(text, _matches);
        matcher?.Push(text, _literals);
        Report(sink);
    }

    private void Report(IInspectionSink sink)
    {
        foreach (MarkingMatch match in _matches)
        {
            if (options.Without.Count == 0 || !DefaultMarkers.AreAllIn(options.Without, match.Text))
            {
                Report(match.Label, match.Form, sink);
            }
        }

        foreach (int literal in _literals)
        {
            Report(options.Markers[literal].Label, options.Markers[literal].Text, sink);
        }

        _matches.Clear();
        _literals.Clear();
        if ((scanner?.FoundHiddenRun == true || matcher?.FoundHiddenRun == true) && !_reportedHidden)
        {
            _reportedHidden = true;
            sink.Report(CheckResult.Block("hidden characters stand inside what may be a marking"));
        }

        if (_length > maxLength && !_reportedLength)
        {
            _reportedLength = true;
            sink.Report(CheckResult.Block("the answer is longer than the request allows") with
            {
                Metadata = new Dictionary<string, string>
                {
                    ["drift_kind"] = "token_count",
                    ["cap_characters"] = maxLength.ToString(CultureInfo.InvariantCulture),
                },
            });
        }
    }

    private void Report(ClassificationLabel label, string marker, IInspectionSink sink)
    {
        ClassificationLabel allowed = _reported ?? declared;
        bool isSame = label.Lattice.Equals(allowed.Lattice);
        if (isSame && options.Compare == DriftComparison.Level ? label.Level <= allowed.Level : allowed.Dominates(label))
        {
            return;
        }

        _reported = isSame ? allowed.Join(label) : allowed;
        sink.Report(CheckResult.Block("the answer carries a marking above the request's classification") with
        {
            Metadata = new Dictionary<string, string>
            {
                ["drift_kind"] = "classification",
                ["marker"] = marker,
                ["marker_level"] = label.ToString(),
                ["request_level"] = declared.ToString(),
            },
        });
    }
}
