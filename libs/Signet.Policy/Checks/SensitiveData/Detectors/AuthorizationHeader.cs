using System.Buffers;
using Signet.Policy.Checks.SensitiveData.Scanning;
using Signet.Policy.Checks.SensitiveData.Validation;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>Finds the credentials of an <c>Authorization</c> header (RFC 9110): what stands behind <c>Bearer</c> or <c>Basic</c>, but JSON Web Tokens.</summary>
internal sealed class AuthorizationHeader(double minEntropy) : Detector
{
    private const int MinLength = 16;
    private const int MaxLength = 4096;

    private static readonly SearchValues<char> Token68 = SearchValues.Create(Characters.WordList + "-._~+/=");

    internal override IReadOnlyList<string> Literals => ["Bearer ", "bearer ", "Basic ", "basic "];

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        start = at + (window[at + 1] == 'e' ? "Bearer ".Length : "Basic ".Length);
        end = start;
        if (Characters.IsWord(window[at - 1]))
        {
            return Verdict.None;
        }

        if (JsonWebToken.Is(window, start, Token68) is not Verdict.None and var token)
        {
            return token == Verdict.Found ? Verdict.None : token;
        }

        if (!window.TryRun(start, Token68, MaxLength, out int length))
        {
            return Verdict.Undecided;
        }

        end = start + length;
        if (length < MinLength || !TokenForms.HasDigit(window.Text[start..end]) || Entropy.Of(window.Text[start..end]) < minEntropy)
        {
            return Verdict.None;
        }

        return length > MaxLength ? Verdict.TooLong : Verdict.Found;
    }
}
