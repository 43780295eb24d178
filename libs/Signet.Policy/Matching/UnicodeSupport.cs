using System.Text;

namespace Signet.Policy.Matching;

/// <summary>
/// Makes sure that Unicode normalization works. Without ICU (invariant globalization) it silently returns its input, which would
/// blind every check that normalizes before it compares.
/// </summary>
internal static class UnicodeSupport
{
    // It works for the whole life of a process or not at all.
    private static volatile bool _works;

    /// <summary>Called by whatever normalizes, or decides on what has been normalized.</summary>
    /// <exception cref="InvalidOperationException">Normalization doesn't work here.</exception>
    internal static void Require()
    {
        if (!_works)
        {
            Require(static text => text.Normalize(NormalizationForm.FormKC));
            _works = true;
        }
    }

    internal static void Require(Func<string, string> normalize)
    {
        if (normalize("\uFB01") != "fi" || normalize("\uFF21\u0301") != "\u00C1")
        {
            throw new InvalidOperationException(
                "Unicode normalization doesn't work: ICU is missing or globalization is invariant. Checks would be blind.");
        }
    }
}
