using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces;

/// <summary>What a surface read out of one piece of an answer.</summary>
internal sealed class AnswerPiece
{
    /// <summary>Every string that isn't a fixed word at its own place, in order.</summary>
    public List<AnswerText> Texts { get; } = [];

    public List<CallFragment> Calls { get; } = [];

    public List<AnswerFinish> Finishes { get; } = [];

    /// <summary>
    /// Values that repeat the text of a choice in other forms, such as token octets. They can't be edited, so they go when text is.
    /// </summary>
    public List<(int Choice, JsonPart Part)> Echoes { get; } = [];

    /// <summary>The objects that carry what the choices say.</summary>
    public List<JsonPart> Bodies { get; } = [];

    /// <summary>Values that never go out, because they say nothing and can't be told from content.</summary>
    public List<JsonPart> Padding { get; } = [];

    /// <summary>How many values no check can read, such as vectors.</summary>
    public int Unread { get; set; }

    public long? InputTokens { get; set; }

    public long? OutputTokens { get; set; }
}
