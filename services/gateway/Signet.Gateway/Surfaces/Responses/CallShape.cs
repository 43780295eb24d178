using System.Buffers;
using System.Text;
using System.Text.Json;
using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>How an item of a type says a tool call, whoever runs the tool.</summary>
/// <param name="Name">The tool's name where the item has none of its own.</param>
/// <param name="Argument">The member that holds the arguments as a text; null where the item itself is the arguments.</param>
internal sealed record CallShape(string Name, string? Argument)
{
    private const string Suffix = "_call";

    /// <summary>The shape of the items of a type; null for items that aren't calls.</summary>
    public static CallShape? Of(string type) => type switch
    {
        "function_call" or "mcp_call" => new CallShape("", "arguments"),
        "custom_tool_call" => new CallShape("", "input"),
        "mcp_approval_request" => new CallShape("", "arguments"),
        _ when type.EndsWith(Suffix, StringComparison.Ordinal) => new CallShape(type[..^Suffix.Length], null),
        _ => null,
    };

    /// <summary>True for what isn't the call but how it gets on or what came of it.</summary>
    public static bool IsResult(string type, string key) => (type, key) switch
    {
        (_, "status") => true,
        ("mcp_call", "output" or "error") => true,
        ("code_interpreter_call", "outputs") => true,
        ("file_search_call", "results") => true,
        ("image_generation_call", "result") => true,
        _ => false,
    };

    /// <summary>
    /// What a call says besides its name and the text of its arguments, as one JSON object without white space: the same octets however
    /// the call was escaped.
    /// </summary>
    public string Rest(JsonPart item, string type, ReadOnlySpan<byte> octets)
    {
        var output = new ArrayBufferWriter<byte>(128);
        output.Write("{"u8);
        var first = true;
        foreach (var member in item.Children)
        {
            var own = member.Key is "type" or "id" or "call_id"
                || (Argument is not null && (member.Key == "name" || member.Key == Argument));
            if (own || member.IsNull || IsResult(type, member.Key!))
            {
                continue;
            }

            output.Write(first ? ""u8 : ","u8);
            Write(member, octets, output);
            first = false;
        }

        output.Write("}"u8);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <remarks>Recursion is bounded by <see cref="JsonTree.MaxDepth"/>.</remarks>
    private static void Write(JsonPart part, ReadOnlySpan<byte> octets, ArrayBufferWriter<byte> output)
    {
        if (part.Key is not null)
        {
            output.Write(JsonText.Encode(part.Key));
            output.Write(":"u8);
        }

        if (part.IsString)
        {
            output.Write(JsonText.Encode(part.Text!));
        }
        else if (part.Kind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            output.Write(octets[part.Start..part.End]);
        }
        else
        {
            output.Write(part.IsObject ? "{"u8 : "["u8);
            foreach (var child in part.Children)
            {
                output.Write(child.Position == 0 ? ""u8 : ","u8);
                Write(child, octets, output);
            }

            output.Write(part.IsObject ? "}"u8 : "]"u8);
        }
    }
}
