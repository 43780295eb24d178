using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>
/// Finds private keys in PEM (RFC 7468, and OpenSSH's and PGP's labels): the header, the lines of base 64 behind it, and the footer where
/// there is one. Lines may be parted by white space or by <c>\n</c> and <c>\r</c> as escapes show them. A header alone is no key.
/// </summary>
internal sealed class PrivateKeyBlock : Detector
{
    /// <summary>The longest block: an RSA key of 16384 bits takes about 12 500 characters.</summary>
    internal const int MaxLength = 16_384;

    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const int MaxLabel = 40;
    private const int MaxHeader = 128;
    private const int MinToken = 16;

    internal override IReadOnlyList<string> Literals => [Begin];

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        (start, end) = (at, at);
        Verdict label = FindLabel(window, at + Begin.Length, out int body);
        if (label != Verdict.Found || !window.Text[at..body].Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return label == Verdict.Undecided ? label : Verdict.None;
        }

        bool hasBody = false;
        for (end = body; ;)
        {
            if (end - start > MaxLength)
            {
                return Verdict.TooLong;
            }

            int next = SkipBreaks(window, end);
            if (next - start > MaxLength)
            {
                return hasBody ? Verdict.Found : Verdict.None;
            }

            if (!window.CanSee(next + End.Length))
            {
                return Verdict.Undecided;
            }

            if (window.Text[Math.Min(next, window.Text.Length)..].StartsWith(End, StringComparison.Ordinal))
            {
                Verdict footer = FindLabel(window, next + End.Length, out int behind);
                end = footer == Verdict.Found ? behind : end;
                return footer == Verdict.Undecided ? footer : hasBody ? Verdict.Found : Verdict.None;
            }

            if (!TryToken(window, next, out int length))
            {
                return Verdict.Undecided;
            }

            if (length == 0)
            {
                return hasBody ? Verdict.Found : Verdict.None;
            }

            hasBody |= length >= MinToken;
            end = next + length;
        }
    }

    /// <summary>Reads a label of capitals and the five hyphens behind it.</summary>
    private static Verdict FindLabel(in Window window, int at, out int end)
    {
        for (end = at; end - at <= MaxLabel && (window[end] is ' ' or (>= 'A' and <= 'Z') || char.IsAsciiDigit(window[end])); end++)
        {
        }

        if (!window.CanSee(end + 4))
        {
            return Verdict.Undecided;
        }

        bool isLabel = end + 5 <= window.Text.Length && window.Text.Slice(end, 5).SequenceEqual("-----");
        end += 5;
        return isLabel ? Verdict.Found : Verdict.None;
    }

    private static int SkipBreaks(in Window window, int at)
    {
        while (true)
        {
            if (window[at] is ' ' or '\t' or '\r' or '\n')
            {
                at++;
            }
            else if (window[at] == '\\' && window[at + 1] is 'n' or 'r')
            {
                at += 2;
            }
            else
            {
                return at;
            }
        }
    }

    /// <summary>
    /// The length of a piece of the body, 0 for something else: a line of base 64, a short one only where it ends in padding or the footer
    /// comes next, or a header of an encrypted key (RFC 1421) or of PGP.
    /// </summary>
    private static bool TryToken(in Window window, int at, out int length)
    {
        if (!window.TryRun(at, Characters.Base64, MaxLength, out length))
        {
            return false;
        }

        int behind = at + length;
        if (length > 0 && window[behind] is ':' or ',' or '-')
        {
            // Proc-Type: 4,ENCRYPTED and the like: up to the end of the line.
            ReadOnlySpan<char> line = window.Text[at..Math.Min(window.Text.Length, at + MaxHeader)];
            int lineEnd = line.IndexOfAny("\r\n\\");
            bool isHeader = lineEnd > 0 && line[..lineEnd].Contains(": ", StringComparison.Ordinal);
            length = isHeader ? lineEnd : 0;
            return lineEnd >= 0 || window.CanSee(at + MaxHeader);
        }

        int padding = 0;
        while (length > 0 && padding < 3 && window[behind] == '=')
        {
            padding++;
            behind++;
        }

        int next = SkipBreaks(window, behind);
        if (length < MinToken && padding == 0)
        {
            bool isLast = window.Text[Math.Min(next, window.Text.Length)..].StartsWith(End, StringComparison.Ordinal);
            length = isLast ? length : 0;
            return window.CanSee(next + End.Length);
        }

        length += padding;
        return window.CanSee(behind);
    }
}
