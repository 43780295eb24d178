using System.Numerics;

namespace Signet.Policy.Decoding;

/// <summary>Tells from a survey whether <see cref="Base64Decoder"/> can find a dense run in a text: in ordinary prose there is none.</summary>
internal static class Base64Survey
{
    /// <summary>False when there is surely none.</summary>
    internal static bool MayHold(ReadOnlySpan<char> text, TextSurvey survey)
    {
        BitRuns runs = new(survey.Base64Lines, Base64Decoder.MinLength);
        while (runs.Next())
        {
            if (HoldsDense(text[runs.Start..runs.End]))
            {
                return true;
            }
        }

        return HoldsDenseWithSpaces(survey);
    }

    /// <summary>Lines are read as one.</summary>
    private static bool HoldsDense(ReadOnlySpan<char> lines)
    {
        int bits = 0;
        foreach (char c in lines)
        {
            if (!TextSurvey.IsBlank(c))
            {
                bits = ((bits << 1) | (char.IsAsciiLetterLower(c) ? 0 : 1)) & ((1 << Density.Window) - 1);
                if (BitOperations.PopCount((uint)bits) >= Density.Least)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whatever stands between the letters of Base64 counts as spaces.</summary>
    private static bool HoldsDenseWithSpaces(TextSurvey survey)
    {
        ReadOnlySpan<ulong> letters = survey.Base64Letters;
        ReadOnlySpan<ulong> small = survey.SmallLetters;

        // The numbers, among all letters, of the last few that aren't small.
        Span<int> last = stackalloc int[Density.LeastWithSpaces];
        last.Fill(-Density.WindowWithSpaces);
        int before = 0;
        int next = 0;
        for (int word = 0; word < letters.Length; word++)
        {
            ulong all = letters[word];
            for (ulong others = all & ~small[word]; others != 0; others &= others - 1)
            {
                ulong below = (others & (0 - others)) - 1;
                int number = before + BitOperations.PopCount(all & below);
                last[next] = number;
                next = (next + 1) % Density.LeastWithSpaces;
                if (number - last[next] < Density.WindowWithSpaces)
                {
                    return true;
                }
            }

            before += BitOperations.PopCount(all);
        }

        return false;
    }
}
