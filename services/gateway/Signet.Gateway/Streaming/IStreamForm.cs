using Signet.Gateway.Json;

namespace Signet.Gateway.Streaming;

/// <summary>How an API writes a stream: what its events are called, and how it ends. Belongs to one stream.</summary>
internal interface IStreamForm
{
    /// <summary>True when a stream that just ends is complete; otherwise it counts as cut short.</summary>
    bool MayEndAnywhere => false;

    /// <summary>True for an event that ends the stream and says nothing.</summary>
    bool IsTerminator(SseEvent item);

    /// <summary>
    /// The name that an event goes out under, empty for none; null when the event's own name would make an SDK read its data
    /// otherwise than the gateway has.
    /// </summary>
    string? NameOf(SseEvent item, JsonPart root);

    /// <summary>What tells SDKs that the answer was cut: complete events, in a form that makes them raise an error.</summary>
    byte[] Abort(AbortNotice notice);

    /// <summary>What ends a stream whose last event wasn't sent: complete events.</summary>
    byte[] Terminator();
}
