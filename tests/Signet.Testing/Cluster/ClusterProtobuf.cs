using System.Text;
using System.Text.Json.Nodes;

namespace Signet.Testing.Cluster;

/// <summary>
/// Reads what <c>kubectl create</c> sends in the API's Protobuf: names, namespaces and labels, and what is in a Secret. Whatever else an object has is left out.
/// </summary>
internal static class ClusterProtobuf
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private const int Varint = 0;
    private const int Delimited = 2;

    private static readonly byte[] Magic = [.. "k8s"u8, 0];

    /// <exception cref="InvalidDataException">It isn't of this form, or of a kind that this doesn't read.</exception>
    public static JsonObject Read(byte[] octets)
    {
        if (!octets.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException("Not an object of the API.");
        }

        var envelope = Fields(octets.AsMemory(Magic.Length)).ToLookup(field => field.Number, field => field.Value);
        var kind = Text(Fields(envelope[1].Single()).Single(field => field.Number == 2).Value);
        var fields = Fields(envelope[2].Single()).ToLookup(field => field.Number, field => field.Value);
        var item = new JsonObject { ["metadata"] = Metadata(fields[1].Single()) };
        switch (kind)
        {
            case "Namespace":
                break;
            case "Secret":
                item["data"] = Map(fields[2], value => Convert.ToBase64String(value.Span));
                item["type"] = Text(fields[3].LastOrDefault());
                break;
            default:
                throw new InvalidDataException($"{kind} came in Protobuf, which is not read here.");
        }

        return item;
    }

    private static JsonObject Metadata(ReadOnlyMemory<byte> octets)
    {
        var fields = Fields(octets).ToLookup(field => field.Number, field => field.Value);
        return new JsonObject { ["name"] = Text(fields[1].Single()), ["labels"] = Map(fields[11], Text) };
    }

    private static JsonObject Map(IEnumerable<ReadOnlyMemory<byte>> entries, Func<ReadOnlyMemory<byte>, string> read) => new(entries.Select(entry =>
    {
        var pair = Fields(entry).ToDictionary(field => field.Number, field => field.Value);
        return KeyValuePair.Create(Text(pair[1]), (JsonNode?)read(pair.GetValueOrDefault(2)));
    }));

    private static string Text(ReadOnlyMemory<byte> octets) => Encoding.UTF8.GetString(octets.Span);

    /// <summary>The fields that have a length; numbers are passed over.</summary>
    private static IEnumerable<(int Number, ReadOnlyMemory<byte> Value)> Fields(ReadOnlyMemory<byte> octets)
    {
        for (var at = 0; at < octets.Length;)
        {
            var key = Number(octets, ref at);
            var value = Number(octets, ref at);
            switch (key & 7)
            {
                case Varint:
                    break;
                case Delimited:
                    yield return ((int)(key >> 3), octets.Slice(at, (int)value));
                    at += (int)value;
                    break;
                default:
                    throw new InvalidDataException("A field of another type.");
            }
        }
    }

    private static ulong Number(ReadOnlyMemory<byte> octets, ref int at)
    {
        var (number, shift) = (0UL, 0);
        while (true)
        {
            var octet = octets.Span[at++];
            number |= (ulong)(octet & 0x7f) << shift;
            shift += 7;
            if (octet < 0x80)
            {
                return number;
            }
        }
    }
}
