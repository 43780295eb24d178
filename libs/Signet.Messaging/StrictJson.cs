using System.Text.Json;

namespace Signet.Messaging;

/// <summary>
/// JSON between services, read strictly: exactly the members of the type, each once, none null, nothing behind the object. Whatever
/// else the octets are, they read as null and never throw.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        MaxDepth = 4,
    };

    public static byte[] Write<T>(T value)
        where T : class => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    public static T? Read<T>(ReadOnlySpan<byte> json, int maxOctets)
        where T : class
    {
        try
        {
            return json.Length <= maxOctets ? JsonSerializer.Deserialize<T>(json, Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
