namespace Signet.Policy.Decoding;

/// <summary>
/// Tells runs that may be dense encodings (Base64, Base85) from words: somewhere among twelve characters in a row at least three
/// are no lower-case letters. Substituting letters for letters changes nothing of that.
/// </summary>
internal static class Density
{
    internal const int Window = 12;
    internal const int Least = 3;

    internal static bool IsDense(ReadOnlySpan<byte> run)
    {
        int bits = 0;
        foreach (byte c in run)
        {
            bits = ((bits << 1) | ((uint)(c - 'a') < 26 ? 0 : 1)) & ((1 << Window) - 1);
            if (int.PopCount(bits) >= Least)
            {
                return true;
            }
        }

        return false;
    }
}
