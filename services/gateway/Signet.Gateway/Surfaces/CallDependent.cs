using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces;

/// <summary>
/// A value that makes no sense without a tool call, such as the result of one that the provider ran: it goes when the call does.
/// </summary>
/// <param name="Slot">Its own place among what the choice holds.</param>
/// <param name="Call">The call, which came before it.</param>
/// <param name="Element">The value that goes; the root for a piece that is all the value's.</param>
internal sealed record CallDependent(CallKey Slot, CallKey Call, JsonPart Element);
