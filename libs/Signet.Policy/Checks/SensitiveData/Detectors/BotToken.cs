using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>Finds tokens of Telegram's bots: an id of 8 to 10 digits, a colon, and 35 characters that begin with <c>AA</c>.</summary>
internal sealed class BotToken : Detector
{
    private const int Length = 35;

    internal override IEnumerable<int> WordLengths => [8, 9, 10, 11, 12, 13];

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        // A URL of the API puts "bot" in front of the id.
        start = window.Text[at..].StartsWith("bot", StringComparison.Ordinal) ? at + 3 : at;
        end = start;
        if (!window.TryRun(start, Characters.Digits, 11, out int digits) || !window.CanSee(start + digits))
        {
            return Verdict.Undecided;
        }

        if (digits is < 8 or > 10 || window[start + digits] != ':')
        {
            return Verdict.None;
        }

        int secret = start + digits + 1;
        if (!window.TryRun(secret, Characters.Base64Url, Length, out int length))
        {
            return Verdict.Undecided;
        }

        end = secret + length;
        return length == Length && window[secret] == 'A' && window[secret + 1] == 'A' && TokenForms.IsMixed(window.Text[secret..end])
            ? Verdict.Found : Verdict.None;
    }
}
