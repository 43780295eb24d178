using Signet.Policy.Text;

namespace Signet.Policy.Decoding;

/// <summary>
/// Tells where in a run without spaces the digits of an encoding stand, for all encodings that <see cref="LongRunDecoder"/> knows in one pass.
/// Keeps its memory between runs; not safe for concurrent use.
/// </summary>
internal sealed class DigitSurvey
{
    private static readonly RunKind[] Kinds =
    [
        RunKind.Base85, RunKind.Ascii85, RunKind.Ascii85UnderRot13, RunKind.Ascii85UnderAtbash, RunKind.Base32, RunKind.Base32Hex, RunKind.BigBase,
    ];

    private static readonly AsciiClass[] Classes = [.. Kinds.Select(kind => new AsciiClass(c => IsDigit(kind, c)))];

    private readonly ClassBits _digits = new(Classes);

    /// <summary>A bit for each character that is a digit of a kind.</summary>
    internal ReadOnlySpan<ulong> this[RunKind kind] => _digits[kind - Kinds[0]];

    /// <summary>Gives back what a long text took.</summary>
    internal void Clear() => _digits.Clear();

    /// <summary>Takes another run.</summary>
    internal void Read(ReadOnlySpan<char> run) => _digits.Read(run);

    private static bool IsDigit(RunKind kind, char c) => kind switch
    {
        RunKind.Base32 or RunKind.Base32Hex => Base32.IsDigit(kind, c),
        RunKind.BigBase => char.IsAsciiLetterOrDigit(c),
        _ => Base85.IsDigit(kind, c),
    };
}
