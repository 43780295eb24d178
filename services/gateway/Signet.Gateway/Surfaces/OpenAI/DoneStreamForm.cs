using Signet.Gateway.Flow;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;

namespace Signet.Gateway.Surfaces.OpenAI;

/// <summary>The older streams of OpenAI's: events without names, and <c>[DONE]</c> at the end.</summary>
internal sealed class DoneStreamForm : IStreamForm
{
    public static readonly DoneStreamForm Instance = new();

    private DoneStreamForm()
    {
    }

    public bool IsTerminator(SseEvent item) => item.Data.Span.SequenceEqual("[DONE]"u8);

    public string? NameOf(SseEvent item, JsonPart root) => item.Name is "" or "message" ? "" : null;

    // SDKs raise an error for an event with a member `error`; without one they would take the text so far for the whole.
    public byte[] Abort(AbortNotice notice) =>
    [
        .. "data: {"u8, .. notice.Members(), .. ",\"error\":"u8,
        .. JsonAnswer.Write([("message", notice.Message), ("type", AbortNotice.Type), ("code", notice.Reason)]), .. "}\n\n"u8,
    ];

    public byte[] Terminator() => "data: [DONE]\n\n"u8.ToArray();
}
