namespace Signet.Policy.Checks.ScopeDrift;

/// <summary>
/// The markings of the United States that can be left out by name. A marking is left out when every one of these that stands in it is;
/// those with none of them in it always count.
/// </summary>
internal static class DefaultMarkers
{
    internal static IReadOnlyList<string> All { get; } =
    [
        "(U)", "(U//FOUO)", "(CUI)", "CUI//", "FOUO",
        "(C)", "(CONFIDENTIAL)", "CONFIDENTIAL//", "C//NF", "C//REL",
        "(S)", "(SECRET)", "S//NF", "S//REL", "S//SI", "SECRET//", "//NOFORN", "//FVEY", "//ORCON", "//IMCON",
        "(TS)", "TOP SECRET", "(TOP SECRET)", "TOP SECRET//", "TS//NF", "TS//REL",
        "TS//SCI", "TS/SCI", "TS//SI", "TS//HCS", "TS//TK",
        "TOP SECRET//SCI", "TOP SECRET//SI", "TOP SECRET//HCS", "TOP SECRET//TK",
    ];

    /// <summary>True when all default markers that a marking holds are among those left out, and it holds one.</summary>
    internal static bool AreAllIn(IReadOnlyList<string> without, string marking)
    {
        bool holds = false;
        foreach (string marker in All)
        {
            if (Stands(marker.Replace(" ", "", StringComparison.Ordinal), marking))
            {
                holds = true;
                if (!without.Contains(marker))
                {
                    return false;
                }
            }
        }

        return holds;
    }

    private static bool Stands(string marker, string marking)
    {
        int at = marking.IndexOf(marker, StringComparison.Ordinal);
        while (at > 0 && char.IsAsciiLetterOrDigit(marking[at - 1]) && char.IsAsciiLetterOrDigit(marker[0]))
        {
            at = marking.IndexOf(marker, at + 1, StringComparison.Ordinal);
        }

        return at >= 0;
    }
}
