using System.Text.Json;
using System.Text.Unicode;

namespace Signet.Gateway.Json;

/// <summary>Reads a JSON text into parts that know their octets. Linear in the octets; never throws on any of them.</summary>
internal static class JsonTree
{
    /// <summary>The deepest nesting, the outermost value being 1.</summary>
    public const int MaxDepth = 64;

    /// <summary>The most values, so that a small body can't take a large memory.</summary>
    public const int MaxValues = 262_144;

    private const int SmallObject = 8;
    private const int MaxPlainDigits = 300;

    /// <summary>Reads <paramref name="octets"/>; lone surrogates are a fault unless <paramref name="keepLoneSurrogates"/>.</summary>
    public static JsonFault TryParse(ReadOnlySpan<byte> octets, bool keepLoneSurrogates, out JsonPart? root)
    {
        root = null;
        if (octets.StartsWith("\uFEFF"u8) || !Utf8.IsValid(octets))
        {
            return JsonFault.InvalidEncoding;
        }

        try
        {
            return Read(octets, keepLoneSurrogates, out root);
        }
        catch (JsonException)
        {
            root = null;
            return JsonFault.Syntax;
        }
    }

    private static JsonFault Read(ReadOnlySpan<byte> octets, bool keepLoneSurrogates, out JsonPart? root)
    {
        root = null;
        var reader = new Utf8JsonReader(octets, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        JsonPart? first = null;
        JsonPart? parent = null;
        string? key = null;
        HashSet<string>? seen = null;
        var keySets = new Stack<HashSet<string>?>();
        int keyStart = 0, keyEnd = 0, count = 0;
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            string? text = null;
            var kind = JsonValueKind.Undefined;
            switch (reader.TokenType)
            {
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    if (reader.TokenType == JsonTokenType.EndObject)
                    {
                        seen = keySets.Pop();
                    }

                    parent!.End = (int)reader.BytesConsumed;
                    parent = parent.Parent;
                    continue;
                case JsonTokenType.PropertyName:
                    key = JsonText.Decode(reader.ValueSpan, out var loneInKey);
                    if (loneInKey && !keepLoneSurrogates)
                    {
                        return JsonFault.LoneSurrogate;
                    }

                    (keyStart, keyEnd) = (start, start + reader.ValueSpan.Length + 2);
                    if (IsDuplicate(parent!, key, ref seen))
                    {
                        return JsonFault.DuplicateKey;
                    }

                    continue;
                case JsonTokenType.String:
                    kind = JsonValueKind.String;
                    text = JsonText.Decode(reader.ValueSpan, out var lone);
                    if (lone && !keepLoneSurrogates)
                    {
                        return JsonFault.LoneSurrogate;
                    }

                    break;
                case JsonTokenType.Number:
                    kind = JsonValueKind.Number;
                    if (!IsFinite(ref reader))
                    {
                        return JsonFault.NonFiniteNumber;
                    }

                    break;
                case JsonTokenType.True:
                    kind = JsonValueKind.True;
                    break;
                case JsonTokenType.False:
                    kind = JsonValueKind.False;
                    break;
                case JsonTokenType.Null:
                    kind = JsonValueKind.Null;
                    break;
                case JsonTokenType.StartObject:
                    kind = JsonValueKind.Object;
                    break;
                case JsonTokenType.StartArray:
                    kind = JsonValueKind.Array;
                    break;
            }

            if (++count > MaxValues)
            {
                return JsonFault.TooManyValues;
            }

            var part = new JsonPart
            {
                Kind = kind,
                Start = start,
                End = (int)reader.BytesConsumed,
                Parent = parent,
                Position = parent?.Children.Count ?? 0,
                Key = key,
                KeyStart = keyStart,
                KeyEnd = keyEnd,
                Text = text,
            };
            key = null;
            parent?.Add(part);
            first ??= part;
            if (kind is JsonValueKind.Object)
            {
                keySets.Push(seen);
                seen = null;
            }

            if (kind is JsonValueKind.Object or JsonValueKind.Array)
            {
                if (reader.CurrentDepth >= MaxDepth)
                {
                    return JsonFault.TooDeep;
                }

                parent = part;
            }
        }

        root = first;
        return JsonFault.None;
    }

    /// <summary>A number without an exponent that has fewer digits than the greatest double is finite, whatever they are.</summary>
    private static bool IsFinite(ref Utf8JsonReader reader) =>
        (reader.ValueSpan.Length < MaxPlainDigits && reader.ValueSpan.IndexOfAny((byte)'e', (byte)'E') < 0)
        || (reader.TryGetDouble(out var number) && double.IsFinite(number));

    private static bool IsDuplicate(JsonPart parent, string key, ref HashSet<string>? seen)
    {
        if (seen is not null)
        {
            return !seen.Add(key);
        }

        if (parent.Children.Count < SmallObject)
        {
            return parent.Member(key) is not null;
        }

        seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var child in parent.Children)
        {
            seen.Add(child.Key!);
        }

        return !seen.Add(key);
    }
}
