using System.Buffers;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;

namespace Signet.Gateway.Surfaces.Messages;

/// <summary>Anthropic's streams: each event has its type for a name, and <c>message_stop</c> is the last.</summary>
internal sealed class MessagesStreamForm : IStreamForm
{
    public static readonly MessagesStreamForm Instance = new();

    private const int MaxNameLength = 64;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.");

    private MessagesStreamForm()
    {
    }

    public bool IsTerminator(SseEvent item) => false;

    // SDKs skip events without a name and tell errors by it, so it is given where it lacks and must not contradict the data.
    public string? NameOf(SseEvent item, JsonPart root) =>
        root.MemberText("type") is { Length: >= 1 and <= MaxNameLength } type && !type.AsSpan().ContainsAnyExcept(NameCharacters)
            && (item.Name.Length == 0 || item.Name == type)
            ? type
            : null;

    // SDKs raise an error for an event of this name, with what its data says.
    public byte[] Abort(AbortNotice notice) =>
    [
        .. "event: error\ndata: {"u8, .. notice.Members(),
        .. ",\"type\":\"error\",\"error\":{\"type\":"u8, .. JsonText.Encode(AbortNotice.Type),
        .. ",\"message\":"u8, .. JsonText.Encode("The answer was cut by signet: " + notice.Reason), .. "}}\n\n"u8,
    ];

    public byte[] Terminator() => "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8.ToArray();
}
