namespace Signet.Policy.Decoding;

/// <summary>
/// Tells runs that may be dense encodings (Base64, Base85) from words: somewhere among twelve characters in a row at least three
/// are no lower-case letters. Substituting letters for letters changes nothing of that.
/// </summary>
internal static class Density
{
    internal const int Window = 12;
    internal const int Least = 3;
    internal const int WindowWithSpaces = 24;
    internal const int LeastWithSpaces = 8;

    /// <summary>True for a run without spaces that may be an encoding.</summary>
    internal static bool IsDense(ReadOnlySpan<byte> run) => IsDense(run, Window, Least);

    /// <inheritdoc cref="IsDense(ReadOnlySpan{byte})"/>
    internal static bool IsDense(ReadOnlySpan<char> run)
    {
        int bits = 0;
        foreach (char c in run)
        {
            bits = ((bits << 1) | ((uint)(c - 'a') < 26 ? 0 : 1)) & ((1 << Window) - 1);
            if (int.PopCount(bits) >= Least)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for words that may be an encoding with spaces in it: denser, since names and numbers stand in every text.</summary>
    internal static bool IsDenseWithSpaces(ReadOnlySpan<byte> letters) => IsDense(letters, WindowWithSpaces, LeastWithSpaces);

    private static bool IsDense(ReadOnlySpan<byte> run, int window, int least)
    {
        int bits = 0;
        foreach (byte c in run)
        {
            bits = ((bits << 1) | ((uint)(c - 'a') < 26 ? 0 : 1)) & ((1 << window) - 1);
            if (int.PopCount(bits) >= least)
            {
                return true;
            }
        }

        return false;
    }
}
