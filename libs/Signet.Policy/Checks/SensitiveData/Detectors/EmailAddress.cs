using System.Buffers;
using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>
/// Finds e-mail addresses: a local part of at most 64 characters without quotes, and a domain of labels whose last one is of letters.
/// </summary>
internal sealed class EmailAddress : Detector
{
    private const int MaxLocal = 64;
    private const int MaxDomain = 253;

    private static readonly SearchValues<char> Local = SearchValues.Create(Characters.WordList + "._%+-'");
    private static readonly SearchValues<char> Domain = SearchValues.Create(Characters.WordList + ".-");

    internal override string Marks => "@";

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        int local = window.RunBefore(at, Local, MaxLocal + 1);
        (start, end) = (at - local, at);
        while (start < at && window[start] is '.' or '\'' or '-' or '%')
        {
            start++;
        }

        if (local > MaxLocal || start == at || window[at - 1] == '.' || window[start - 1] is '/' or ':' or '@')
        {
            return Verdict.None;
        }

        if (!window.TryRun(at + 1, Domain, MaxDomain, out int length))
        {
            return Verdict.Undecided;
        }

        // user@host:path is a place, not a person.
        int behind = at + 1 + length;
        if (window[behind] == ':' && !window.CanSee(behind + 1))
        {
            return Verdict.Undecided;
        }

        bool isRemote = window[behind] == ':' && (Characters.IsWord(window[behind + 1]) || window[behind + 1] is '/' or '~');
        ReadOnlySpan<char> domain = length > MaxDomain ? [] : window.Text.Slice(at + 1, length).TrimEnd(".-");
        int dot = domain.LastIndexOf('.');
        ReadOnlySpan<char> last = domain[(dot + 1)..];
        bool isDomain = !isRemote && dot > 0 && Characters.IsWord(domain[0]) && domain.IndexOf("..") < 0
            && last.Length >= 2 && last.IndexOfAnyExcept(Characters.UpperList + Characters.LowerList) < 0;
        end = at + 1 + domain.Length;
        return isDomain ? Verdict.Found : Verdict.None;
    }
}
