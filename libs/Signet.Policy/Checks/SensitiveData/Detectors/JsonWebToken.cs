using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>
/// Finds JSON Web Tokens (RFC 7519): three parts of base 64, or five when encrypted, whose header is JSON and names an algorithm.
/// </summary>
internal sealed class JsonWebToken : Detector
{
    /// <summary>The longest token.</summary>
    internal const int MaxLength = 8192;

    private const int MaxHeader = 1024;

    internal override IReadOnlyList<string> Literals => ["eyJ"];

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        start = at;
        return At(window, at, out end);
    }

    /// <summary>
    /// Whether a value is such a token and nothing else: then this rule alone says what it means, wherever it stands, and rules that judge
    /// a value by the words before it leave it.
    /// </summary>
    /// <param name="window">The text.</param>
    /// <param name="start">The value's first character.</param>
    /// <param name="members">What the value consists of; a full stop behind a token belongs to the sentence.</param>
    internal static Verdict Is(in Window window, int start, SearchValues<char> members)
    {
        if (!window.Text[start..].StartsWith("eyJ", StringComparison.Ordinal))
        {
            return Verdict.None;
        }

        Verdict verdict = At(window, start, out int end);
        if (verdict != Verdict.Found)
        {
            return verdict == Verdict.Undecided ? verdict : Verdict.None;
        }

        if (!window.TryRun(end, members, 1, out int rest))
        {
            return Verdict.Undecided;
        }

        return rest == 0 || (rest == 1 && window[end] == '.') ? Verdict.Found : Verdict.None;
    }

    private static Verdict At(in Window window, int at, out int end)
    {
        end = at;
        char before = window[at - 1];
        if (Characters.IsWord(before) || before is '-' or '_' or '.')
        {
            return Verdict.None;
        }

        if (!window.TryRun(at, Characters.Base64Url, MaxHeader, out int header))
        {
            return Verdict.Undecided;
        }

        if (header > MaxHeader || !IsHeader(window.Text.Slice(at, header)))
        {
            return Verdict.None;
        }

        int parts = 1;
        for (end = at + header; parts < 5; parts++)
        {
            if (!window.CanSee(end))
            {
                return Verdict.Undecided;
            }

            if (window[end] != '.')
            {
                break;
            }

            if (!window.TryRun(end + 1, Characters.Base64Url, MaxLength, out int part))
            {
                return Verdict.Undecided;
            }

            if (part == 0 && parts >= 2)
            {
                break;
            }

            end += 1 + part;
            if (end - at > MaxLength)
            {
                return Verdict.TooLong;
            }
        }

        return parts >= 3 ? Verdict.Found : Verdict.None;
    }

    private static bool IsHeader(ReadOnlySpan<char> text)
    {
        Span<byte> ascii = stackalloc byte[MaxHeader];
        Span<byte> json = stackalloc byte[MaxHeader];
        int length = Encoding.ASCII.GetBytes(text, ascii);
        return Base64Url.IsValid(ascii[..length])
            && Base64Url.TryDecodeFromUtf8(ascii[..length], json, out int decoded)
            && json[..decoded].IndexOf("\"alg\""u8) > 0 && json[decoded - 1] == '}';
    }
}
