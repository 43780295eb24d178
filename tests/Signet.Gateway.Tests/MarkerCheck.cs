using System.Collections.Concurrent;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Tests;

/// <summary>
/// A check whose rules a test can read at a glance: <c>SECRET</c> blocks, <c>PIN</c> becomes <c>[x]</c>, <c>ASK</c> escalates, in
/// both directions; calls of <c>rm</c> are blocked and of <c>pay</c> escalated. Remembers what it was shown.
/// </summary>
internal sealed class MarkerCheck : IAdmissionCheck, IInspectionCheck, ICommitmentCheck, IRecordCheck
{
    public const string Block = "SECRET";
    public const string Redact = "PIN";
    public const string Escalate = "ASK";

    public string Name => "marker";

    public ConcurrentQueue<ContentItem> Seen { get; } = [];

    public ConcurrentQueue<ToolCall> Calls { get; } = [];

    public ConcurrentQueue<ResponseSummary> Ends { get; } = [];

    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        List<(int, TextEdit)> edits = [];
        var result = CheckResult.Allowed;
        for (var i = 0; i < request.Content.Count; i++)
        {
            var item = request.Content[i];
            Seen.Enqueue(item);
            if (item.Text.Contains(Block, StringComparison.Ordinal))
            {
                result = CheckResult.Block("marker found");
            }
            else if (item.Text.Contains(Escalate, StringComparison.Ordinal) && result.Decision != Decision.Block)
            {
                result = CheckResult.Escalate("somebody has to look");
            }

            for (var at = item.Text.IndexOf(Redact, StringComparison.Ordinal); at >= 0; at = item.Text.IndexOf(Redact, at + 1, StringComparison.Ordinal))
            {
                edits.Add((i, new TextEdit(at, Redact.Length, "[x]")));
            }
        }

        return new(result.Decision == Decision.Allow && edits.Count > 0
            ? new AdmissionResult { Result = new CheckResult { Decision = Decision.Redact, Reason = "pin" }, Edits = edits, Seen = request.Content.Count }
            : result);
    }

    public ChannelInspector Open(RequestContext request, InspectionChannel channel) => new Inspector();

    public ValueTask<CheckResult> JudgeAsync(RequestContext request, ToolCall call, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call);
        return new(call.Name switch
        {
            "rm" => CheckResult.Block("tool not allowed"),
            "pay" => CheckResult.Escalate("needs approval"),
            _ => CheckResult.Allowed,
        });
    }

    public ValueTask<CheckResult> RecordAsync(RequestContext request, ResponseSummary response, CancellationToken cancellationToken)
    {
        Ends.Enqueue(response);
        return new(CheckResult.Allowed);
    }

    /// <summary>Holds back what may be the beginning of a marker, and no more.</summary>
    private sealed class Inspector : ChannelInspector
    {
        private string _tail = "";
        private long _position;

        public override int Push(ReadOnlySpan<char> text, IInspectionSink sink)
        {
            foreach (var c in text)
            {
                _tail += c;
                _position++;
                if (_tail.EndsWith(Block, StringComparison.Ordinal))
                {
                    sink.Report(CheckResult.Block("marker found"));
                }
                else if (_tail.EndsWith(Escalate, StringComparison.Ordinal))
                {
                    sink.Report(CheckResult.Escalate("somebody has to look"));
                }
                else if (_tail.EndsWith(Redact, StringComparison.Ordinal))
                {
                    sink.Redact(
                        new TextEdit(_position - Redact.Length, Redact.Length, "[x]"), new CheckResult { Decision = Decision.Redact, Reason = "pin" });
                    _tail = "";
                }

                while (_tail.Length > 0 && !IsBeginning(_tail))
                {
                    _tail = _tail[1..];
                }
            }

            return _tail.Length;
        }

        public override void Complete(IInspectionSink sink) => _tail = "";

        private static bool IsBeginning(string text) =>
            Block.StartsWith(text, StringComparison.Ordinal) || Redact.StartsWith(text, StringComparison.Ordinal)
            || Escalate.StartsWith(text, StringComparison.Ordinal);
    }
}
