using System.Text;

namespace Signet.Ledger.Canonical;

/// <summary>
/// Strings of identifiers seen lately, so that reading a log of a few producers and keys doesn't make the same strings again for each
/// entry. Bounded: a new identifier takes the place of an old one. Safe for concurrent use: slots hold immutable pairs.
/// </summary>
internal static class IdentifierPool
{
    private const int Slots = 1024;

    private static readonly Pair?[] Pairs = new Pair?[Slots];

    /// <summary>The string of an identifier's octets, which are ASCII.</summary>
    public static string Get(ReadOnlySpan<byte> octets)
    {
        var hash = new HashCode();
        hash.AddBytes(octets);
        ref var slot = ref Pairs[(uint)hash.ToHashCode() % Slots];
        var pair = Volatile.Read(ref slot);
        if (pair is null || !octets.SequenceEqual(pair.Octets))
        {
            pair = new Pair(octets.ToArray(), Encoding.ASCII.GetString(octets));
            Volatile.Write(ref slot, pair);
        }

        return pair.Text;
    }

    private sealed record Pair(byte[] Octets, string Text);
}
