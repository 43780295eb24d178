using Signet.Policy.Checks.SensitiveData.Validation;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>What the bodies of tokens look like.</summary>
internal static class TokenForms
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const long MaxAccount = 999_999_999_999;

    /// <summary>
    /// The sixteen characters behind <c>AKIA</c>: base 32; those given out since 2019 hold the account's number of twelve digits.
    /// </summary>
    internal static bool IsAwsKeyId(ReadOnlySpan<char> body)
    {
        ulong bits = 0;
        foreach (char c in body[..10])
        {
            int value = Base32.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            bits = (bits << 5) | (uint)value;
        }

        // 50 bits: the first one is set in ids that hold an account, whose number is in the 40 behind it.
        bool holdsAccount = (bits >> 49) == 1;
        return !body.ContainsAnyInRange('0', '1') && !body.ContainsAnyInRange('8', '9') && (!holdsAccount || (long)((bits >> 9) & 0xFF_FFFF_FFFF) <= MaxAccount);
    }

    /// <summary>Digits, and letters of both cases.</summary>
    internal static bool IsMixed(ReadOnlySpan<char> body) =>
        HasDigit(body) && body.IndexOfAnyInRange('a', 'z') >= 0 && body.IndexOfAnyInRange('A', 'Z') >= 0;

    /// <summary>Digits and letters, too many different ones to be a name.</summary>
    internal static bool IsRandom(ReadOnlySpan<char> body) =>
        HasDigit(body) && (body.IndexOfAnyInRange('a', 'z') >= 0 || body.IndexOfAnyInRange('A', 'Z') >= 0) && Entropy.Of(body) >= 3;

    /// <summary>What several makers of models put behind <c>sk-</c>: mixed, or hexadecimal and long.</summary>
    internal static bool IsModelKey(ReadOnlySpan<char> body)
    {
        ReadOnlySpan<char> last = body[(body.LastIndexOf('-') + 1)..];
        return IsMixed(body) ? Entropy.Of(body) >= 3 : last.Length >= 32 && IsRandom(last);
    }

    /// <summary>SendGrid: two parts, of 22 and 43 characters.</summary>
    internal static bool IsSendGrid(ReadOnlySpan<char> body) => body.Length == 66 && body[22] == '.' && body.Count('.') == 1 && IsMixed(body);

    /// <summary>Slack: parts between hyphens, the first of digits.</summary>
    internal static bool IsSlack(ReadOnlySpan<char> body) => body.Contains('-') && IsRandom(body);

    /// <summary>Slack: workspace, integration and secret between slashes.</summary>
    internal static bool IsSlackWebhook(ReadOnlySpan<char> body) =>
        body[0] == 'T' && body.Count('/') == 2 && body[(body.LastIndexOf('/') + 1)..].Length >= 20;

    /// <summary>GitHub's fine-grained tokens: 22 characters, an underscore, 59 characters.</summary>
    internal static bool IsGitHubFineGrained(ReadOnlySpan<char> body) => body.Length == 82 && body[22] == '_' && IsMixed(body);

    /// <summary>A macaroon of pypi.org or test.pypi.org: version 2, and a location.</summary>
    internal static bool IsPyPi(ReadOnlySpan<char> body) =>
        body.StartsWith("AgEIcHlwaS5vcmc", StringComparison.Ordinal) || body.StartsWith("AgENdGVzdC5weXBpLm9yZ", StringComparison.Ordinal);

    /// <summary>The key of an Azure storage account: 64 octets in base 64.</summary>
    internal static bool IsAzureKey(ReadOnlySpan<char> body) => body.Length == 88 && body.EndsWith("==") && Entropy.Of(body) >= 4;

    internal static bool HasDigit(ReadOnlySpan<char> body) => body.IndexOfAnyInRange('0', '9') >= 0;
}
