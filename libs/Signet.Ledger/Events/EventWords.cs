namespace Signet.Ledger.Events;

/// <summary>The wire words of the closed sets of section 2, both ways.</summary>
public static class EventWords
{
    /// <summary>The word of a phase.</summary>
    public static string Of(EventPhase phase) => phase switch
    {
        EventPhase.Admitted => "admitted",
        EventPhase.Refused => "refused",
        EventPhase.ToolCall => "tool_call",
        EventPhase.Aborted => "aborted",
        EventPhase.Completed => "completed",
        EventPhase.Opened => "opened",
        EventPhase.Alive => "alive",
        EventPhase.Spooling => "spooling",
        EventPhase.Drained => "drained",
        EventPhase.Closed => "closed",
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };

    internal static EventPhase? Phase(string word) => word switch
    {
        "admitted" => EventPhase.Admitted,
        "refused" => EventPhase.Refused,
        "tool_call" => EventPhase.ToolCall,
        "aborted" => EventPhase.Aborted,
        "completed" => EventPhase.Completed,
        "opened" => EventPhase.Opened,
        "alive" => EventPhase.Alive,
        "spooling" => EventPhase.Spooling,
        "drained" => EventPhase.Drained,
        "closed" => EventPhase.Closed,
        _ => null,
    };

    /// <summary>The word of a stage.</summary>
    public static string Of(EventStage stage) => stage switch
    {
        EventStage.Preflight => "preflight",
        EventStage.Admission => "admission",
        EventStage.Inspection => "inspection",
        EventStage.Commitment => "commitment",
        EventStage.Record => "record",
        _ => throw new ArgumentOutOfRangeException(nameof(stage)),
    };

    internal static EventStage? Stage(string word) => word switch
    {
        "preflight" => EventStage.Preflight,
        "admission" => EventStage.Admission,
        "inspection" => EventStage.Inspection,
        "commitment" => EventStage.Commitment,
        "record" => EventStage.Record,
        _ => null,
    };

    /// <summary>The word of a decision.</summary>
    public static string Of(EventDecision decision) => decision switch
    {
        EventDecision.Allow => "allow",
        EventDecision.Block => "block",
        EventDecision.Redact => "redact",
        EventDecision.Escalate => "escalate",
        _ => throw new ArgumentOutOfRangeException(nameof(decision)),
    };

    internal static EventDecision? Decision(string word) => word switch
    {
        "allow" => EventDecision.Allow,
        "block" => EventDecision.Block,
        "redact" => EventDecision.Redact,
        "escalate" => EventDecision.Escalate,
        _ => null,
    };
}
