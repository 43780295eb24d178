using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces;

/// <summary>A part of a tool call, or the whole of it.</summary>
/// <param name="Key">Which call.</param>
/// <param name="Element">The value that goes when the call is withheld; the root for a piece that is all the call's.</param>
/// <param name="CallId">The name that the model gave the call, when this fragment says it.</param>
/// <param name="Name">More of the tool's name.</param>
/// <param name="Arguments">More of the arguments.</param>
internal sealed record CallFragment(CallKey Key, JsonPart Element, string? CallId, string? Name, string? Arguments)
{
    /// <summary>True for a fragment that says the call again as a whole: it must say the same.</summary>
    public bool IsRepetition { get; init; }

    /// <summary>True for a call that the provider runs itself: the caller only sees it, and no answer ends for it.</summary>
    public bool IsProviders { get; init; }

    /// <summary>A list that goes when nothing of it is left.</summary>
    public JsonPart? List { get; init; }
}
