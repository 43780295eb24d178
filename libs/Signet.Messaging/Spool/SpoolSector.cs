using Signet.Ledger;

namespace Signet.Messaging.Spool;

/// <summary>
/// What a disk writes whole or not at all. Every header and every frame begins at one and fills its last one, so that what is written later
/// never touches what was synchronised, and a write that a crash tore leaves sectors that are missing or hold zeros, and none that are mixed.
/// </summary>
internal static class SpoolSector
{
    public const int Size = 512;

    /// <summary>Fills what is left of the last sector. No sector of a header or frame is all zeros.</summary>
    public const byte Padding = 0xFF;

    private const int CheckSize = 8;

    public static int RoundUp(int octets) => (octets + Size - 1) / Size * Size;

    /// <summary>Puts behind a header's fields what tells whether they are whole.</summary>
    public static void Seal(Span<byte> header) => Check(header[..^CheckSize], header[^CheckSize..]);

    public static bool IsSealed(ReadOnlySpan<byte> header)
    {
        Span<byte> check = stackalloc byte[CheckSize];
        Check(header[..^CheckSize], check);
        return check.SequenceEqual(header[^CheckSize..]);
    }

    /// <summary>True when some whole sector of it never reached the disk.</summary>
    public static bool HasHole(ReadOnlySpan<byte> octets)
    {
        for (int start = 0; start + Size <= octets.Length; start += Size)
        {
            if (octets.Slice(start, Size).IndexOfAnyExcept((byte)0) < 0)
            {
                return true;
            }
        }

        return octets.Length % Size != 0;
    }

    private static void Check(ReadOnlySpan<byte> fields, Span<byte> check)
    {
        Span<byte> digest = stackalloc byte[Digest.Size];
        Digest.Of(fields).CopyTo(digest);
        digest[..CheckSize].CopyTo(check);
    }
}
