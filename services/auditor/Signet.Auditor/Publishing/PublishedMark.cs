using System.Globalization;
using System.Text;
using Signet.Ledger;

namespace Signet.Auditor.Publishing;

/// <summary>
/// Where the writing of derived objects goes on after a restart: a derived object itself. Nothing rests on it: tiles that don't give its
/// tree head are made anew.
/// </summary>
/// <param name="Segment">The last segment whose objects are all stored.</param>
/// <param name="Size">The tree size behind it.</param>
/// <param name="Root">The tree head then.</param>
/// <param name="Anchors">How many anchors the index has.</param>
internal sealed record PublishedMark(long Segment, long Size, Digest Root, long Anchors)
{
    public const string Name = "index/mark";

    private const int MaxOctets = 256;

    public byte[] Write() => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Segment}\n{Size}\n{Root}\n{Anchors}\n"));

    public static PublishedMark? Read(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > MaxOctets || Encoding.ASCII.GetString(octets).Split('\n') is not [var segment, var size, var root, var anchors, ""])
        {
            return null;
        }

        return TryNumber(segment, out var s) && TryNumber(size, out var n) && n > 0 && Digest.TryParse(root, out var digest) && TryNumber(anchors, out var a)
            ? new PublishedMark(s, n, digest, a)
            : null;
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
