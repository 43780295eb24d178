using System.Globalization;

namespace Signet.Storage;

/// <summary>The names that may become part of a path or an object key. Everything else is refused before any store sees it.</summary>
internal static class StoreNames
{
    private const int MaxLogId = 128;
    private const int MaxName = 512;
    private const int MaxPart = 128;
    private const int SegmentDigits = 20;
    private const string SegmentSuffix = ".ndjson";

    public static bool IsLogId(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || value.Length > MaxLogId || !IsLowerOrDigit(value[0]))
        {
            return false;
        }

        foreach (char c in value)
        {
            if (!IsLowerOrDigit(c) && c is not ('.' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsName(ReadOnlySpan<char> value) => !value.IsEmpty && value[^1] != '/' && IsPrefix(value);

    /// <summary>True for whatever some name can start with; the last part may be cut anywhere or be missing.</summary>
    public static bool IsPrefix(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty)
        {
            return true;
        }

        if (value.Length > MaxName || value[0] == '/')
        {
            return false;
        }

        ReadOnlySpan<char> parts = value[^1] == '/' ? value[..^1] : value;
        foreach (Range range in parts.Split('/'))
        {
            if (!IsPart(parts[range]))
            {
                return false;
            }
        }

        return true;
    }

    public static void ThrowUnlessLogId(string logId)
    {
        ArgumentNullException.ThrowIfNull(logId);
        if (!IsLogId(logId))
        {
            throw new ArgumentException("A log id matches [a-z0-9][a-z0-9.-]{0,127}.", nameof(logId));
        }
    }

    public static void ThrowUnlessName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsName(name))
        {
            throw new ArgumentException("The name of a derived object has parts of [A-Za-z0-9._-] joined by '/'.", nameof(name));
        }
    }

    public static void ThrowUnlessPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (!IsPrefix(prefix))
        {
            throw new ArgumentException("No name of a derived object starts so.", nameof(prefix));
        }
    }

    public static void ThrowIfTooLarge(ReadOnlyMemory<byte> octets)
    {
        if (octets.Length > StoreLimits.MaxObjectBytes)
        {
            throw new ArgumentException($"An object has at most {StoreLimits.MaxObjectBytes} octets.", nameof(octets));
        }
    }

    public static string SegmentFile(long segment) => SlotNumber(segment) + SegmentSuffix;

    /// <summary>A segment's number with as many digits as sort like the numbers do.</summary>
    public static string SlotNumber(long segment) => segment.ToString("D" + SegmentDigits, CultureInfo.InvariantCulture);

    /// <summary>Reads back what <see cref="SegmentFile"/> wrote, and nothing else.</summary>
    public static bool TryParseSegmentFile(ReadOnlySpan<char> name, out long segment)
    {
        segment = 0;
        return name.Length == SegmentDigits + SegmentSuffix.Length
            && name.EndsWith(SegmentSuffix, StringComparison.Ordinal)
            && long.TryParse(name[..SegmentDigits], NumberStyles.None, CultureInfo.InvariantCulture, out segment);
    }

    private static bool IsPart(ReadOnlySpan<char> part)
    {
        if (part.IsEmpty || part.Length > MaxPart || part is "." or "..")
        {
            return false;
        }

        foreach (char c in part)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLowerOrDigit(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
