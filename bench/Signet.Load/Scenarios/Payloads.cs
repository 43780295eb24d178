using System.Text;

namespace Signet.Load.Scenarios;

/// <summary>What is sent and answered, made once.</summary>
internal static class Payloads
{
    /// <summary>Tells the mock upstream which answer to give; one of the few fields that the gateway passes on.</summary>
    public const string KindHeader = "OpenAI-Project";

    public const string Unary = "unary";
    public const string Burst = "burst";
    public const string Paced = "paced";
    public const string First = "first";

    public const int StreamEvents = 64;

    /// <summary>The time between two events of a paced stream.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(8);

    private const int BodyOctets = 1_024;

    private const string Prose =
        "The quick gardener waters every cactus once a fortnight, and never at noon; the soil has to be dry two fingers deep before the next time. ";

    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    private static readonly byte[][] Pieces = [.. Enumerable.Range(0, StreamEvents).Select(Event)];

    /// <summary>A unary answer of 1 KiB.</summary>
    public static ReadOnlyMemory<byte> Answer { get; } = Fill(
        """{"id":"chatcmpl-bench","object":"chat.completion","created":1764000000,"model":"bench-1","choices":[{"index":0,"message":{"role":"assistant","content":" """
            .TrimEnd(),
        """
        ","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":211,"completion_tokens":168,"total_tokens":379}}
        """);

    /// <summary>The events of a stream, and its end.</summary>
    public static ReadOnlyMemory<byte>[] Events { get; } = [.. Pieces.Select(piece => (ReadOnlyMemory<byte>)piece), Done];

    /// <summary>The same in one piece.</summary>
    public static ReadOnlyMemory<byte> WholeStream { get; } = Pieces.Append(Done).SelectMany(piece => piece).ToArray();

    /// <summary>
    /// One event that a caller waits for, and later the end. Its text ends in white space, before which no check of the policy has a reason to
    /// hold anything back until more has come: what is measured is how long the system takes, not what the policy asks for.
    /// </summary>
    public static ReadOnlyMemory<byte>[] ShortStream { get; } = [Event("""{"role":"assistant","content":"A cactus!\n"}""", "null"), Done];

    /// <summary>A complete HTTP request for an answer of a kind, with a body of 1 KiB.</summary>
    public static byte[] Request(string kind)
    {
        var stream = kind == Unary ? "false" : "true";
        var body = Fill(
            $$"""{"model":"bench-1","stream":{{stream}},"temperature":0.2,"max_tokens":256,"messages":[{"role":"system","content":"You answer briefly."},{"role":"user","content":"How do I water a cactus? """,
            """
            "}]}
            """);
        var head = $"""
            POST /v1/chat/completions HTTP/1.1
            Host: localhost
            User-Agent: OpenAI/Python 2.8.0
            Authorization: Bearer sk-bench-0123456789abcdef0123456789abcdef
            Content-Type: application/json
            Accept: application/json
            X-Commit-Owner: human:bench
            X-Classification: UNCLASS
            X-Caller-Clearance: CUI
            {KindHeader}: {kind}
            Content-Length: {body.Length}


            """.ReplaceLineEndings("\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private static byte[] Event(int index) => index switch
    {
        0 => Event("""{"role":"assistant","content":""}""", "null"),
        StreamEvents - 1 => Event("{}", "\"stop\""),
        _ => Event($$"""{"content":" cactus{{(index % 7 == 0 ? "," : "")}}"}""", "null"),
    };

    private static byte[] Event(string delta, string reason) => Encoding.ASCII.GetBytes(
        $$"""data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1764000000,"model":"bench-1","system_fingerprint":"fp_bench","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{reason}}}]}"""
        + "\n\n");

    private static byte[] Fill(string before, string after)
    {
        var room = BodyOctets - before.Length - after.Length;
        var prose = string.Concat(Enumerable.Repeat(Prose, (room / Prose.Length) + 1))[..room];
        return Encoding.ASCII.GetBytes(before + prose + after);
    }
}
