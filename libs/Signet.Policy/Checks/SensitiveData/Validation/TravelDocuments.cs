using System.Buffers;

namespace Signet.Policy.Checks.SensitiveData.Validation;

/// <summary>The check digits of machine readable zones (ICAO 9303-3, 4.9): weights 7, 3, 1, letters 10 to 35, the filler 0.</summary>
internal static class TravelDocuments
{
    internal static readonly SearchValues<char> Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<");

    /// <summary>The number's, the birth date's and the expiry date's digit.</summary>
    /// <param name="lines">The lines with what parts them.</param>
    /// <param name="width">The width of a line.</param>
    /// <param name="step">From the start of a line to that of the next.</param>
    internal static bool HasCheckDigits(ReadOnlySpan<char> lines, int width, int step)
    {
        ReadOnlySpan<char> second = lines.Slice(step, width);
        return width == 30
            ? Fits(lines[5..14], lines[14]) && Fits(second[..6], second[6]) && Fits(second[8..14], second[14])
            : Fits(second[..9], second[9]) && Fits(second[13..19], second[19]) && Fits(second[21..27], second[27]);
    }

    internal static char CheckDigit(ReadOnlySpan<char> field)
    {
        int sum = 0;
        for (int i = 0; i < field.Length; i++)
        {
            int value = field[i] == '<' ? 0 : char.IsAsciiDigit(field[i]) ? field[i] - '0' : field[i] - 'A' + 10;
            sum += value * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
        }

        return (char)('0' + (sum % 10));
    }

    private static bool Fits(ReadOnlySpan<char> field, char digit) => CheckDigit(field) == digit;
}
