using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces;

/// <summary>What a surface read out of one piece of an answer.</summary>
internal sealed class AnswerPiece
{
    /// <summary>Every string that isn't a fixed word at its own place, in order.</summary>
    public List<AnswerText> Texts { get; } = [];

    public List<CallFragment> Calls { get; } = [];

    /// <summary>The calls that are complete with this piece; those of a choice that ends are so anyhow.</summary>
    public List<CallKey> CompleteCalls { get; } = [];

    public List<CallDependent> Dependents { get; } = [];

    public List<AnswerFinish> Finishes { get; } = [];

    /// <summary>
    /// Numbers that count what a choice holds, calls among it: SDKs put answers together by them and expect none to be missing.
    /// </summary>
    public List<(CallKey Slot, JsonPart Part)> Numbers { get; } = [];

    /// <summary>
    /// Values that repeat the text of a choice in other forms, such as token octets. They can't be edited, so they go when text is.
    /// </summary>
    public List<(int Choice, JsonPart Part)> Echoes { get; } = [];

    /// <summary>The objects that carry what the choices say.</summary>
    public List<JsonPart> Bodies { get; } = [];

    /// <summary>Values that never go out, because they say nothing and can't be told from content.</summary>
    public List<JsonPart> Padding { get; } = [];

    /// <summary>
    /// What the surface doesn't know by name: events and parts. Their strings are texts all the same; whether they may go out is the
    /// policy's word.
    /// </summary>
    public List<string> Unknowns { get; } = [];

    /// <summary>
    /// The text by which the next pieces may differ from this one and still be read alike; null when something else would have to be
    /// read again, or remembered.
    /// </summary>
    public JsonPart? Varying { get; set; }

    /// <summary>True when texts, and numbers of what holds them, are all there is to it.</summary>
    public bool IsTextAlone => Calls.Count == 0 && CompleteCalls.Count == 0 && Dependents.Count == 0 && Finishes.Count == 0
        && Echoes.Count == 0 && Padding.Count == 0 && Unknowns.Count == 0 && Unread == 0 && InputTokens is null && OutputTokens is null
        && !IsLast && !IsFailure;

    /// <summary>How many values no check can read, such as vectors.</summary>
    public int Unread { get; set; }

    public long? InputTokens { get; set; }

    public long? OutputTokens { get; set; }

    /// <summary>True when the answer says that it isn't one yet: the model goes on elsewhere.</summary>
    public bool IsUnfinished { get; set; }

    /// <summary>True for the event after which the stream has none.</summary>
    public bool IsLast { get; set; }

    /// <summary>True when the upstream says in it that it failed.</summary>
    public bool IsFailure { get; set; }
}
