using Signet.Policy.Pipeline;

namespace Signet.Gateway.Surfaces;

/// <summary>A string of a piece of an answer.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Channel">The text that it belongs to.</param>
/// <param name="Whole">True for a value that stands for itself; false for the next characters of a text.</param>
/// <param name="Call">The tool call that it is part of, or null.</param>
internal sealed record AnswerText(ItemPlace Place, InspectionChannel Channel, bool Whole, CallKey? Call)
{
    /// <summary>The string as it reads; for the arguments of a call that stand there as JSON, their octets.</summary>
    public string Text { get; init; } = Place.Text;
}
