using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces;

/// <summary>A part of a tool call, or the whole of it.</summary>
/// <param name="Key">Which call.</param>
/// <param name="Element">The value that goes when the call is withheld.</param>
/// <param name="Number">The number of the call in the wire format, where it stands as a value.</param>
/// <param name="CallId">The name that the model gave the call, when this fragment says it.</param>
/// <param name="Name">More of the tool's name.</param>
/// <param name="Arguments">More of the arguments.</param>
internal sealed record CallFragment(CallKey Key, JsonPart Element, JsonPart? Number, string? CallId, string? Name, string? Arguments);
