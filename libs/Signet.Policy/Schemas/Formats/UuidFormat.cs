namespace Signet.Policy.Schemas.Formats;

/// <summary><c>uuid</c>: RFC 9562, in either case.</summary>
internal static class UuidFormat
{
    private const int Length = 36;

    internal static bool IsUuid(string text)
    {
        if (text.Length != Length)
        {
            return false;
        }

        for (int i = 0; i < Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
