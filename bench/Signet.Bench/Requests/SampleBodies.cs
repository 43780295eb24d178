using System.Text;

namespace Signet.Bench.Requests;

/// <summary>What is sent and answered, about 1 KB each way.</summary>
internal static class SampleBodies
{
    private const string Prose =
        "The quick gardener waters every cactus once a fortnight, and never at noon; the soil has to be dry two fingers deep before the next time. ";

    private static readonly string Text = string.Concat(Enumerable.Repeat(Prose, 6))[..800];
    private static readonly byte[] UnaryRequest = Ask("false");
    private static readonly byte[] StreamRequest = Ask("true");

    private static readonly byte[] UnaryAnswer = Encoding.ASCII.GetBytes(
        $$$"""{"id":"chatcmpl-bench","object":"chat.completion","created":1764000000,"model":"bench-1","choices":[{"index":0,"message":{"role":"assistant","content":"{{{Text}}}","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":211,"completion_tokens":168,"total_tokens":379}}""");

    private static readonly byte[] StreamAnswer =
        [.. Enumerable.Range(0, 64).Select(Event).Append("data: [DONE]\n\n"u8.ToArray()).SelectMany(octets => octets)];

    public static byte[] Request(RequestKind kind) => kind == RequestKind.Unary ? UnaryRequest : StreamRequest;

    public static byte[] Answer(RequestKind kind) => kind == RequestKind.Unary ? UnaryAnswer : StreamAnswer;

    private static byte[] Ask(string stream) => Encoding.ASCII.GetBytes(
        $$"""{"model":"bench-1","stream":{{stream}},"temperature":0.2,"max_tokens":256,"messages":[{"role":"system","content":"You answer briefly."},{"role":"user","content":"{{Text}}"}]}""");

    private static byte[] Event(int index)
    {
        var (delta, reason) = index switch
        {
            0 => ("""{"role":"assistant","content":""}""", "null"),
            63 => ("{}", "\"stop\""),
            _ => ($$"""{"content":" cactus{{(index % 7 == 0 ? "," : "")}}"}""", "null"),
        };
        return Encoding.ASCII.GetBytes(
            $$"""data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1764000000,"model":"bench-1","system_fingerprint":"fp_bench","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{reason}}}]}"""
            + "\n\n");
    }
}
