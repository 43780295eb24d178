namespace Signet.Extensions.Contract;

/// <summary>One edit that a service asks for.</summary>
/// <param name="Item">The number that the item had in the request.</param>
/// <param name="Start">Where the span starts in its text.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Replacement">What stands there instead.</param>
internal sealed record CheckAnswerEdit(int Item, int Start, int Length, string Replacement);
