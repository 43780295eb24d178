using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Signet.Policy.Schemas;

/// <summary>
/// JSON (RFC 8259) that every reader reads alike: no key twice, no half surrogate pair, no number beyond <see cref="ExactNumber"/>,
/// nothing behind the value, at most <see cref="MaxDepth"/> levels and <see cref="MaxLength"/> octets.
/// </summary>
internal sealed class StrictJson : IDisposable
{
    /// <summary>The deepest nesting, the outermost value being 1.</summary>
    internal const int MaxDepth = 64;

    /// <summary>The longest text, in octets of UTF-8.</summary>
    internal const int MaxLength = 1 << 20;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    private readonly JsonDocument _document;
    private readonly byte[] _buffer;

    private StrictJson(JsonDocument document, byte[] buffer) => (_document, _buffer) = (document, buffer);

    /// <summary>The value; of no use once this is disposed.</summary>
    internal JsonElement Root => _document.RootElement;

    /// <inheritdoc/>
    public void Dispose()
    {
        _document.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
    }

    /// <summary>Reads text; false when readers could differ about it.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out StrictJson? json)
    {
        json = null;
        if (text.Length > MaxLength)
        {
            return false;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, Math.Min(text.Length * 3, MaxLength)));
        try
        {
            if (Utf8.FromUtf16(text, buffer, out _, out int written, replaceInvalidSequences: false) == OperationStatus.Done
                && written <= MaxLength && IsUnambiguous(buffer.AsSpan(0, written)))
            {
                json = new StrictJson(JsonDocument.Parse(buffer.AsMemory(0, written), Options), buffer);
            }
        }
        catch (JsonException)
        {
            // Not JSON, or a key stands twice.
        }

        if (json is null)
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        return json is not null;
    }

    private static bool IsUnambiguous(ReadOnlySpan<byte> octets)
    {
        Utf8JsonReader reader = new(octets, ReaderOptions);
        while (reader.Read())
        {
            bool good = reader.TokenType switch
            {
                JsonTokenType.Number => ExactNumber.TryParse(reader.ValueSpan, out _),
                JsonTokenType.String or JsonTokenType.PropertyName => !reader.ValueIsEscaped || HasWholePairs(reader.ValueSpan),
                _ => true,
            };
            if (!good)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when escaped surrogates come in pairs; those that aren't escaped did, or they were no UTF-8.</summary>
    private static bool HasWholePairs(ReadOnlySpan<byte> escaped)
    {
        bool high = false;
        for (int at = 0; at < escaped.Length; at++)
        {
            bool wasHigh = high;
            high = false;
            bool low = false;
            if (escaped[at] == '\\')
            {
                at++;
                if (escaped[at] == 'u')
                {
                    int unit = int.Parse(escaped.Slice(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                    (high, low) = (char.IsHighSurrogate((char)unit), char.IsLowSurrogate((char)unit));
                    at += 4;
                }
            }

            if (wasHigh != low)
            {
                return false;
            }
        }

        return !high;
    }
}
