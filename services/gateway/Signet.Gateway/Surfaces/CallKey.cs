namespace Signet.Gateway.Surfaces;

/// <summary>Which tool call of an answer.</summary>
/// <param name="Choice">The choice.</param>
/// <param name="Slot">The model's own number of the call; -1 for the single call of the older form.</param>
internal readonly record struct CallKey(int Choice, int Slot);
