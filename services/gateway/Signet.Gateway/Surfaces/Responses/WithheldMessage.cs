using System.Globalization;
using System.Text;
using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>The message of an answer that has nothing else to say, and the events of a stream that say it.</summary>
internal sealed class WithheldMessage(string text)
{
    private const string Id = "msg_signet";

    private readonly string _text = Encoding.UTF8.GetString(JsonText.Encode(text));

    public byte[] Item() => Encoding.UTF8.GetBytes(Item("completed", Part(_text)));

    /// <summary>The events in order.</summary>
    /// <param name="index">The number of the item.</param>
    /// <param name="sequence">The number of the event that they stand before: they have none of their own.</param>
    public IEnumerable<(string Name, byte[] Json)> Events(int index, long sequence)
    {
        var place = $"\"output_index\":{index.ToString(CultureInfo.InvariantCulture)}";
        var part = $"\"item_id\":\"{Id}\",{place},\"content_index\":0";
        yield return Event("response.output_item.added", $"{place},\"item\":{Item("in_progress", "")}");
        yield return Event("response.content_part.added", $"{part},\"part\":{Part("\"\"")}");
        yield return Event("response.output_text.delta", $"{part},\"delta\":{_text},\"logprobs\":[]");
        yield return Event("response.output_text.done", $"{part},\"text\":{_text},\"logprobs\":[]");
        yield return Event("response.content_part.done", $"{part},\"part\":{Part(_text)}");
        yield return Event("response.output_item.done", $"{place},\"item\":{Item("completed", Part(_text))}");

        (string, byte[]) Event(string name, string members) => (name, Encoding.UTF8.GetBytes(
            $"{{\"type\":\"{name}\",\"sequence_number\":{sequence.ToString(CultureInfo.InvariantCulture)},{members}}}"));
    }

    private static string Item(string status, string parts) =>
        $"{{\"id\":\"{Id}\",\"type\":\"message\",\"status\":\"{status}\",\"role\":\"assistant\",\"content\":[{parts}]}}";

    private static string Part(string text) => $"{{\"type\":\"output_text\",\"text\":{text},\"annotations\":[],\"logprobs\":[]}}";
}
