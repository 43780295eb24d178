using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces.Messages;

/// <summary>A block of an answer, as far as it has come.</summary>
/// <param name="Index">The model's own number.</param>
/// <param name="Type">What it is.</param>
internal sealed record AnswerBlock(int Index, string Type)
{
    public CallKey Key => new(0, Index);

    public bool IsCall => MessagesVocabulary.CallTypes.Contains(Type);

    /// <summary>True for a type that the surface knows.</summary>
    public bool IsKnown => MessagesVocabulary.BlockTypes.Contains(Type);

    public bool IsResult => Type.EndsWith("tool_result", StringComparison.Ordinal);

    /// <summary>The call without which it makes no sense, or null.</summary>
    public CallKey? Owner { get; init; }

    /// <summary>Arguments that stood in the block's beginning; they count when none follow.</summary>
    public string? FirstInput { get; init; }

    /// <summary>True when those are more than an empty object: then none may follow, since SDKs would keep either.</summary>
    public bool IsInputWhole { get; init; }

    /// <summary>True once arguments have come in pieces.</summary>
    public bool HasInput { get; set; }

    public bool IsStopped { get; set; }

    /// <summary>Says that a value of the answer is part of the block, so that it goes when the block does.</summary>
    public void Claim(AnswerPiece piece, JsonPart element)
    {
        if (IsCall)
        {
            piece.Calls.Add(new CallFragment(Key, element, null, null, null) { IsProviders = Type != "tool_use" });
        }

        if (Owner is { } owner)
        {
            piece.Dependents.Add(new CallDependent(Key, owner, element));
        }
    }
}
