using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>
/// Finds tokens of Discord's bots: the bot's id in base 64 (digits, so it begins with M, N or O), a time and a MAC, parted by dots.
/// </summary>
internal sealed class DiscordToken : Detector
{
    internal override IEnumerable<int> WordLengths => Enumerable.Range(23, 6);

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        (start, end) = (at, at);
        if (window[at] is not ('M' or 'N' or 'O') || window[at - 1] is '-' or '_' or '.')
        {
            return Verdict.None;
        }

        for (int part = 0; part < 3; part++)
        {
            (int min, int max) = part switch
            {
                0 => (23, 28),
                1 => (6, 6),
                _ => (27, 40),
            };
            if (!window.TryRun(end, Characters.Base64Url, max, out int length) || !window.CanSee(end + length))
            {
                return Verdict.Undecided;
            }

            if (length < min || length > max || (part < 2 && window[end + length] != '.') || (part == 0 && !IsId(window.Text.Slice(at, length))))
            {
                return Verdict.None;
            }

            end += length + (part < 2 ? 1 : 0);
        }

        return Verdict.Found;
    }

    private static bool IsId(ReadOnlySpan<char> text)
    {
        Span<byte> id = stackalloc byte[24];
        return System.Buffers.Text.Base64Url.TryDecodeFromChars(text, id, out int length)
            && length is >= 17 and <= 20 && id[..length].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }
}
