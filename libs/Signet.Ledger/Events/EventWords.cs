using Signet.Ledger.Canonical;

namespace Signet.Ledger.Events;

/// <summary>The wire words of the closed sets of section 2.</summary>
public static class EventWords
{
    internal static WordSet<EventPhase> Phases { get; } = new(
        (EventPhase.Admitted, "admitted"),
        (EventPhase.Refused, "refused"),
        (EventPhase.ToolCall, "tool_call"),
        (EventPhase.Aborted, "aborted"),
        (EventPhase.Completed, "completed"),
        (EventPhase.Opened, "opened"),
        (EventPhase.Alive, "alive"),
        (EventPhase.Spooling, "spooling"),
        (EventPhase.Drained, "drained"),
        (EventPhase.Closed, "closed"));

    internal static WordSet<EventStage> Stages { get; } = new(
        (EventStage.Preflight, "preflight"),
        (EventStage.Admission, "admission"),
        (EventStage.Inspection, "inspection"),
        (EventStage.Commitment, "commitment"),
        (EventStage.Record, "record"));

    internal static WordSet<EventDecision> Decisions { get; } = new(
        (EventDecision.Allow, "allow"),
        (EventDecision.Block, "block"),
        (EventDecision.Redact, "redact"),
        (EventDecision.Escalate, "escalate"));

    /// <summary>The word of a phase.</summary>
    public static string Of(EventPhase phase) => Phases.Of(phase);

    /// <summary>The word of a stage.</summary>
    public static string Of(EventStage stage) => Stages.Of(stage);

    /// <summary>The word of a decision.</summary>
    public static string Of(EventDecision decision) => Decisions.Of(decision);
}
