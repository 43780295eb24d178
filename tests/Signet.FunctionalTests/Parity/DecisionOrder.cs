using Signet.Ledger.Events;

namespace Signet.FunctionalTests.Parity;

/// <summary>How strict a decision is; the log's own numbers don't say.</summary>
internal static class DecisionOrder
{
    public static int Rank(EventDecision decision) => decision switch
    {
        EventDecision.Allow => 0,
        EventDecision.Redact => 1,
        EventDecision.Escalate => 2,
        _ => 3,
    };
}
