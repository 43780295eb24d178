using System.Buffers;
using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>Finds passwords in addresses: <c>scheme://user:password@host</c>. Placeholders such as <c>${PASSWORD}</c> are none.</summary>
internal sealed class UrlPassword : Detector
{
    private const int MaxUserInfo = 256;

    private static readonly SearchValues<char> UserInfo = SearchValues.Create(Characters.WordList + "-._~%!$&'()*+,;=:#^?");
    private static readonly string[] Placeholders = ["pass", "password", "pwd", "secret", "user", "token", "xxx", "***"];

    internal override IReadOnlyList<string> Literals => ["://"];

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        (start, end) = (at, at);
        int from = at + 3;
        if (!char.IsAsciiLetterOrDigit(window[at - 1]))
        {
            return Verdict.None;
        }

        if (!window.TryRun(from, UserInfo, MaxUserInfo, out int length))
        {
            return Verdict.Undecided;
        }

        int colon = window.Text.Slice(from, length).IndexOf(':');
        if (length > MaxUserInfo || colon < 0 || colon == length - 1)
        {
            return Verdict.None;
        }

        end = from + length;
        start = from + colon + 1;
        if (!window.CanSee(end + 1))
        {
            return Verdict.Undecided;
        }

        ReadOnlySpan<char> password = window.Text[start..end];
        bool isPlaceholder = password[0] == '$' && password.Length > 1 && password[1] is '(' or '{';
        foreach (string placeholder in Placeholders)
        {
            isPlaceholder |= password.Equals(placeholder, StringComparison.OrdinalIgnoreCase);
        }

        return window[end] == '@' && Characters.IsWord(window[end + 1]) && !isPlaceholder ? Verdict.Found : Verdict.None;
    }
}
