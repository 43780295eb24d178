namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>
/// The one form of a path: absolute, with slashes, without <c>.</c>, <c>..</c> and empty segments. It is made of the text alone: where
/// symbolic links lead nobody here knows. On a file system that doesn't tell cases apart two slashes in front stay, since Windows takes what
/// follows for another machine.
/// </summary>
internal static class NormalPath
{
    private const int SegmentsOfShare = 2;

    /// <summary>
    /// False for a path above the top, a relative one without a base, and what begins like a URL, a home directory or a stream of a file.
    /// </summary>
    internal static bool TryMake(string text, string? relativeTo, bool ignoreCase, out string path)
    {
        path = "";
        string slashed = text.Replace('\\', '/');
        string[] segments = slashed.Split('/', StringSplitOptions.RemoveEmptyEntries);
        bool hasDrive = segments.Length > 0 && slashed[0] != '/' && IsDrive(segments[0]);
        List<string> kept = [];
        if (!hasDrive && slashed[0] != '/')
        {
            if (relativeTo is null || slashed[0] == '~')
            {
                return false;
            }

            kept.AddRange(relativeTo.Split('/', StringSplitOptions.RemoveEmptyEntries));
        }

        // Nothing gets above a drive or a share, and a base that isn't there is never left by way of it.
        bool isOnDrive = hasDrive || (kept.Count > 0 && IsDrive(kept[0]));
        bool isRemote = ignoreCase && (kept.Count > 0 ? relativeTo : slashed)!.StartsWith("//", StringComparison.Ordinal);
        int top = isRemote ? SegmentsOfShare : isOnDrive ? 1 : 0;
        if (isRemote && kept.Count == 0 && (segments.Length < SegmentsOfShare || segments[0] is "." or "?"))
        {
            return false;
        }

        for (int i = 0; i < segments.Length; i++)
        {
            string segment = segments[i];
            if (segment == ".")
            {
                continue;
            }

            if (segment == "..")
            {
                if (kept.Count <= top)
                {
                    return false;
                }

                kept.RemoveAt(kept.Count - 1);
                continue;
            }

            if (!IsPlain(segment, isFirst: i == 0, hasDrive, ignoreCase))
            {
                return false;
            }

            kept.Add(segment);
        }

        path = (isRemote ? "//" : isOnDrive ? "" : "/") + string.Join('/', kept);
        return true;
    }

    private static bool IsPlain(string segment, bool isFirst, bool hasDrive, bool ignoreCase)
    {
        // Some file systems take "... " for "..", and cut dots and spaces at the end.
        if (segment.AsSpan().Trim(". ").IsEmpty
            || (ignoreCase && (segment[^1] is '.' or ' ' || WindowsNames.IsDevice(segment) || WindowsNames.MayBeShort(segment))))
        {
            return false;
        }

        bool mayHaveColon = isFirst ? hasDrive : !ignoreCase;
        return mayHaveColon || !segment.Contains(':', StringComparison.Ordinal);
    }

    private static bool IsDrive(string segment) => segment is [_, ':'] && char.IsAsciiLetter(segment[0]);
}
