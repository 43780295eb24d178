using Signet.Ledger.Events;

namespace Signet.Cli.Reports;

/// <summary>What became of the requests of somebody, of a model, or of a day. An event that stands for several counts as several.</summary>
internal sealed class DecisionTally
{
    public long Requests { get; private set; }

    public long Refused { get; private set; }

    public long Escalated { get; private set; }

    public long Redacted { get; private set; }

    public long Aborted { get; private set; }

    public long Calls { get; private set; }

    public long CallsDenied { get; private set; }

    public long Shadow { get; private set; }

    public long Passed => Requests - Refused - Escalated;

    public void Add(EventPhase phase, EventDecisionDetails details)
    {
        var count = details.Count ?? 1;
        if (phase is EventPhase.Admitted or EventPhase.Refused)
        {
            Requests += count;
            Escalated += phase == EventPhase.Refused && details.Decision == EventDecision.Escalate ? count : 0;
            Refused += phase == EventPhase.Refused && details.Decision != EventDecision.Escalate ? count : 0;
        }

        Aborted += phase == EventPhase.Aborted ? count : 0;
        Calls += phase == EventPhase.ToolCall ? count : 0;
        CallsDenied += phase == EventPhase.ToolCall && details is { Decision: EventDecision.Block or EventDecision.Escalate, Shadow: false } ? count : 0;
        Redacted += details.Decision == EventDecision.Redact ? count : 0;
        Shadow += details.Shadow && details.Decision != EventDecision.Allow ? count : 0;
    }
}
