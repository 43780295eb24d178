using Signet.Policy.Checks.SensitiveData.Scanning;
using Signet.Policy.Checks.SensitiveData.Validation;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>
/// Finds the machine readable zone of passports, visas and identity cards (ICAO 9303): two lines of 44 or 36, or three of 30.
/// </summary>
internal sealed class MachineReadableZone : Detector
{
    internal override IReadOnlyList<string> Literals => ["<<<"];

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        int before = window.RunBefore(at, TravelDocuments.Characters, 44);
        start = at - before;
        end = start;
        if (before == 0 || window[at - 1] == '<' || Characters.IsWord(window[start - 1]) || window[start] is not ('P' or 'V' or 'I' or 'A' or 'C'))
        {
            return Verdict.None;
        }

        if (!window.TryRun(start, TravelDocuments.Characters, 44, out int width) || !window.CanSee(start + width + 1))
        {
            return Verdict.Undecided;
        }

        int lines = width switch
        {
            44 or 36 => 2,
            30 => 3,
            _ => 0,
        };
        int step = window[start + width] == '\r' && window[start + width + 1] == '\n' ? width + 2 : width + 1;
        for (int line = 1; line < lines; line++)
        {
            int from = start + (line * step);
            if (!window.TryRun(from, TravelDocuments.Characters, width, out int length))
            {
                return Verdict.Undecided;
            }

            if (length != width || window[from - 1] != '\n')
            {
                return Verdict.None;
            }

            end = from + width;
        }

        return lines > 0 && TravelDocuments.HasCheckDigits(window.Text[start..end], width, step) ? Verdict.Found : Verdict.None;
    }
}
