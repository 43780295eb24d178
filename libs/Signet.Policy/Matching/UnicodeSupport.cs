using System.Text;

namespace Signet.Policy.Matching;

/// <summary>
/// Makes sure that Unicode normalization works. Without ICU (invariant globalization) it silently returns its input, which would
/// blind every check that normalizes before it compares.
/// </summary>
internal static class UnicodeSupport
{
    /// <summary>Called when something that normalizes is made.</summary>
    /// <exception cref="InvalidOperationException">Normalization doesn't work here.</exception>
    internal static void Require() => Require(static text => text.Normalize(NormalizationForm.FormKC));

    internal static void Require(Func<string, string> normalize)
    {
        if (normalize("\uFB01") != "fi" || normalize("\uFF21\u0301") != "\u00C1")
        {
            throw new InvalidOperationException(
                "Unicode normalization doesn't work: ICU is missing or globalization is invariant. Checks would be blind.");
        }
    }
}
