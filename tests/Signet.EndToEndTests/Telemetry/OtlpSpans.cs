using System.Globalization;
using Google.Protobuf;

namespace Signet.EndToEndTests.Telemetry;

/// <summary>Reads the spans of an ExportTraceServiceRequest (opentelemetry-proto 1.x, trace/v1/trace.proto), as far as tests ask.</summary>
internal static class OtlpSpans
{
    public static IEnumerable<Span> Read(byte[] request) =>
        Messages(request, 1).SelectMany(resource => Messages(resource, 2)).SelectMany(scope => Messages(scope, 2)).Select(ReadSpan);

    private static Span ReadSpan(byte[] span) => new(
        Hex(Messages(span, 1)),
        Hex(Messages(span, 2)),
        Hex(Messages(span, 4)),
        Text(Messages(span, 5)),
        (int)Fields(span).Where(field => field.Number == 6).Select(field => field.Value).FirstOrDefault(),
        Messages(span, 9).ToDictionary(pair => Text(Messages(pair, 1)), pair => Value(Messages(pair, 2).First())),
        [.. Messages(span, 13).Select(link => Hex(Messages(link, 1)))]);

    private static string Value(byte[] any)
    {
        var field = Fields(any).FirstOrDefault();
        return field.Number switch
        {
            1 => System.Text.Encoding.UTF8.GetString(field.Octets!),
            5 => string.Join(' ', Messages(field.Octets!, 1).Select(Value)),
            _ => field.Value.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static string Hex(IEnumerable<byte[]> octets) => Convert.ToHexStringLower(octets.FirstOrDefault() ?? []);

    private static string Text(IEnumerable<byte[]> octets) => System.Text.Encoding.UTF8.GetString(octets.FirstOrDefault() ?? []);

    private static IEnumerable<byte[]> Messages(byte[] message, int number) =>
        Fields(message).Where(field => field.Number == number && field.Octets is not null).Select(field => field.Octets!);

    private static List<(int Number, long Value, byte[]? Octets)> Fields(byte[] message)
    {
        var fields = new List<(int, long, byte[]?)>();
        var input = new CodedInputStream(message);
        while (input.ReadTag() is not 0 and var tag)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.Varint:
                    fields.Add((number, input.ReadInt64(), null));
                    break;
                case WireFormat.WireType.LengthDelimited:
                    fields.Add((number, 0, input.ReadBytes().ToByteArray()));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return fields;
    }
}
