using Signet.Ledger.Events;
using Signet.Messaging;
using Signet.Policy.Pipeline;

namespace Signet.Gateway;

/// <summary>The words of the policy in the words of the ledger.</summary>
internal static class Words
{
    public static EventDecision Of(Decision decision) => decision switch
    {
        Decision.Allow => EventDecision.Allow,
        Decision.Redact => EventDecision.Redact,
        Decision.Escalate => EventDecision.Escalate,
        _ => EventDecision.Block,
    };

    public static EventStage Of(Stage stage) => stage switch
    {
        Stage.Preflight => EventStage.Preflight,
        Stage.Admission => EventStage.Admission,
        Stage.Inspection => EventStage.Inspection,
        Stage.Commitment => EventStage.Commitment,
        _ => EventStage.Record,
    };

    public static string Of(CommitOutcome outcome) => outcome switch
    {
        CommitOutcome.Recorded => "recorded",
        CommitOutcome.Quarantined => "quarantined",
        _ => "retry",
    };
}
