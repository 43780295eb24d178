using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>
/// Finds the values of one rule. It is asked only where one of its anchors stands, which a vectorised search has found, and must
/// answer in time that is bounded, or paid for by text that no other call of it reads again. Immutable and safe for concurrent use.
/// </summary>
internal abstract class Detector
{
    /// <summary>Texts of at least three characters that stand where it is to be asked.</summary>
    internal virtual IReadOnlyList<string> Literals => [];

    /// <summary>Characters (<c>@</c>, <c>:</c>, <c>=</c>) that stand where it is to be asked.</summary>
    internal virtual string Marks => "";

    /// <summary>
    /// The lengths of words (ASCII letters and digits, at least one of them a digit) at whose start it is to be asked; at most
    /// <see cref="DetectorSet.MaxWord"/>.
    /// </summary>
    internal virtual IEnumerable<int> WordLengths => [];

    /// <summary>Looks at one anchor.</summary>
    /// <param name="window">The text.</param>
    /// <param name="at">Where the anchor starts.</param>
    /// <param name="start">The value's first character; not before the run without white space in which the anchor stands, or up to three letters and a space.</param>
    /// <param name="end">The character behind its last.</param>
    internal abstract Verdict Find(in Window window, int at, out int start, out int end);
}
