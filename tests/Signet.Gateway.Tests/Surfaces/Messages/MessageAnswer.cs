using System.Text;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces.Messages;
using Signet.Gateway.Tests.Streaming;

namespace Signet.Gateway.Tests.Surfaces.Messages;

/// <summary>Writes answers, unary and in events, and puts together what came out as Anthropic's SDKs do.</summary>
internal static class MessageAnswer
{
    public const string Begin = """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}}""";
    public const string End = """{"type":"message_stop"}""";

    public static GateRun Run(bool streamed, bool shadow = false, bool passUnknown = false) =>
        new(streamed, shadow, reader: new MessagesAnswerReader(streamed), passUnknown: passUnknown);

    public static string Unary(string blocks, string reason = "end_turn") =>
        $$$"""{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{{{blocks}}}],"stop_reason":"{{{reason}}}","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":9}}""";

    public static string Start(int index, string block) => $$$"""{"type":"content_block_start","index":{{{index}}},"content_block":{{{block}}}}""";

    public static string Delta(int index, string delta) => $$$"""{"type":"content_block_delta","index":{{{index}}},"delta":{{{delta}}}}""";

    public static string Stop(int index) => $$$"""{"type":"content_block_stop","index":{{{index}}}}""";

    public static string Finish(string reason = "end_turn") =>
        $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{reason}}}","stop_sequence":null},"usage":{"output_tokens":9}}""";

    public static IEnumerable<string> Text(int index, params IEnumerable<string> pieces) =>
        Block(index, """{"type":"text","text":""}""", pieces.Select(piece => $$"""{"type":"text_delta","text":{{Escape(piece)}}}"""));

    public static IEnumerable<string> Call(int index, string name, params IEnumerable<string> pieces) =>
        Block(index, UnaryCall(index, name, "{}"), pieces.Select(piece => $$"""{"type":"input_json_delta","partial_json":{{Escape(piece)}}}"""));

    public static IEnumerable<string> Block(int index, string start, params IEnumerable<string> deltas) =>
        [Start(index, start), .. deltas.Select(delta => Delta(index, delta)), Stop(index)];

    public static string UnaryCall(int index, string name, string input, string type = "tool_use") =>
        $$"""{"type":"{{type}}","id":"c{{index}}","name":"{{name}}","input":{{input}}}""";

    /// <summary>Each half of a pair may stand in its own piece, as its escape.</summary>
    public static string Escape(string text) => "\"" + string.Concat(text.Select(c => $"\\u{(int)c:x4}")) + "\"";

    /// <summary>What an SDK has: the blocks, one a line, and how the message ended.</summary>
    public static string Read(GateRun run)
    {
        List<Accumulated> blocks = [];
        var end = "";
        foreach (var piece in run.Released)
        {
            JsonTree.TryParse(Encoding.UTF8.GetBytes(piece), true, out var root);
            var octets = Encoding.UTF8.GetBytes(piece);
            switch (root!.MemberText("type"))
            {
                case "message":
                    blocks.AddRange(root.Member("content")!.Children.Select(block => new Accumulated(block, octets)));
                    end = root.MemberText("stop_reason") ?? "";
                    break;
                case "content_block_start":
                    Assert.Equal(blocks.Count, root.Member("index")!.Integer(octets));
                    blocks.Add(new Accumulated(root.Member("content_block")!, octets));
                    break;
                case "content_block_delta":
                    blocks[(int)root.Member("index")!.Integer(octets)!].Add(root.Member("delta")!);
                    break;
                case "content_block_stop":
                    Assert.InRange(root.Member("index")!.Integer(octets)!.Value, 0, blocks.Count - 1);
                    break;
                case "message_delta":
                    end = root.Member("delta")!.MemberText("stop_reason") ?? end;
                    break;
            }
        }

        return string.Join('\n', [.. blocks.Select(block => block.ToString()), end]);
    }

    /// <summary>The text of all blocks.</summary>
    public static string Said(GateRun run) => string.Concat(
        Read(run).Split('\n').Where(line => line.StartsWith("text ", StringComparison.Ordinal)).Select(line => Unescape(line[5..])));

    /// <remarks>Not by JsonNode, which can't read half a surrogate pair.</remarks>
    private static string Unescape(string json)
    {
        JsonTree.TryParse(Encoding.UTF8.GetBytes(json), true, out var root);
        return root!.Text!;
    }

    private sealed class Accumulated
    {
        private readonly string _type;
        private readonly string _name;
        private readonly string _text;
        private string _more = "";

        public Accumulated(JsonPart block, byte[] octets)
        {
            (_type, _name) = (block.MemberText("type")!, block.MemberText("name") ?? "");
            var value = block.Member("input") ?? block.Member("text") ?? block.Member("thinking") ?? block.Member("content");
            _text = value is null ? "" : value.Text ?? Encoding.UTF8.GetString(octets[value.Start..value.End]);
        }

        public void Add(JsonPart delta) =>
            _more += delta.MemberText("text") ?? delta.MemberText("partial_json") ?? delta.MemberText("thinking");

        public override string ToString() => _type switch
        {
            "text" => "text " + Escape(_text + _more),
            _ when _name.Length > 0 => $"{_type} {_name} {(_more.Length > 0 ? _more : _text)}",
            _ => $"{_type} {_text}{_more}",
        };
    }
}
