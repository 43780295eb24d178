using System.Buffers;
using System.Globalization;
using System.Text;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>
/// Streams of events whose name is also the <c>type</c> of their data, numbered in order. The event that shows the response as it is
/// ends one.
/// </summary>
internal sealed class ResponsesStreamForm : IStreamForm
{
    private const int MaxNameLength = 64;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.");

    private long _sequence = -1;
    private long _createdAt;

    // A stream that ends with `[DONE]` alone has been cut: the event that ends it is missing.
    public bool IsTerminator(SseEvent item) => false;

    public string? NameOf(SseEvent item, JsonPart root)
    {
        var number = root.Member("sequence_number")?.Integer(item.Data.Span);
        _sequence = number is >= 0 and < int.MaxValue ? Math.Max(_sequence, number.Value) : _sequence;
        var time = root.Member("response")?.Member("created_at")?.Integer(item.Data.Span);
        _createdAt = time is >= 0 and <= int.MaxValue ? time.Value : _createdAt;
        var type = root.Member("type");
        if (type is null && root.Member("error") is { IsNull: false })
        {
            // Some servers tell of a failure in an object without a type.
            return item.Name is "" or "error" ? item.Name : null;
        }

        return type?.Text is { Length: >= 1 and <= MaxNameLength } name && !name.AsSpan().ContainsAnyExcept(NameCharacters)
            && (item.Name.Length == 0 || item.Name == name)
            ? name
            : null;
    }

    // SDKs raise an error for a member `error`, others for the type; the response itself fails with the event after it.
    public byte[] Abort(AbortNotice notice)
    {
        var reason = Encoding.UTF8.GetString(JsonText.Encode(notice.Reason));
        var message = Encoding.UTF8.GetString(JsonText.Encode("The answer was cut by signet: " + notice.Reason));
        var error = $"\"code\":\"{AbortNotice.Type}\",\"message\":{message},\"param\":null";
        return
        [
            .. "event: error\ndata: {"u8, .. notice.Members(),
            .. Encoding.UTF8.GetBytes($",\"type\":\"error\",{error},\"sequence_number\":{Number(1)},"),
            .. Encoding.UTF8.GetBytes(
                $"\"error\":{{\"type\":\"{AbortNotice.Type}\",\"code\":{reason},\"message\":{message},\"param\":null}}}}\n\n"),
        ];
    }

    // Under a name of signet's own: the response's name may be what was cut.
    public byte[] Terminator() => Encoding.UTF8.GetBytes(
        $"event: response.failed\ndata: {{\"type\":\"response.failed\",\"sequence_number\":{Number(2)},\"response\":{{"
        + $"\"id\":\"resp_signet\",\"object\":\"response\",\"created_at\":{_createdAt.ToString(CultureInfo.InvariantCulture)},"
        + "\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"The answer was cut by signet.\"},"
        + "\"incomplete_details\":null,\"instructions\":null,\"max_output_tokens\":null,\"metadata\":{},\"model\":\"signet\",\"output\":[],"
        + "\"parallel_tool_calls\":false,\"previous_response_id\":null,\"temperature\":null,\"tool_choice\":\"none\",\"tools\":[],"
        + "\"top_p\":null,\"truncation\":\"disabled\",\"usage\":null}}\n\n");

    private string Number(int after) => (_sequence + after).ToString(CultureInfo.InvariantCulture);
}
