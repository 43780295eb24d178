using System.Globalization;
using Signet.Bench.Adversarial;

namespace Signet.Bench.Admission;

/// <summary>
/// <c>admission [policy.yaml]</c>: what the admission of a request costs, and the inspection of an answer in one piece and in pieces of 16
/// characters, through each check of a policy alone and through all.
/// </summary>
internal static class AdmissionCommand
{
    private const string DefaultPolicy = "bench/Signet.Load/policy.yaml";
    private const int Piece = 16;

    public static async Task<int> RunAsync(string[] args)
    {
        var checks = CheckUnderTest.Of(await File.ReadAllBytesAsync(args.Length > 0 ? args[0] : DefaultPolicy));
        var texts = args.Length > 1 ? int.Parse(args[1], NumberStyles.None, CultureInfo.InvariantCulture) : AdmissionTexts.All.Count;
        Console.WriteLine("| Stage | Text | Check | Least, us | Median, us | Octets allocated |\n|---|---|---|--:|--:|--:|");
        foreach (var (name, text) in AdmissionTexts.All.Take(texts))
        {
            foreach (var check in checks)
            {
                Print("admission", name, check.Name, await Rounds.MeasureAsync(() => check.Admit(text)));
            }
        }

        var (prose, answer) = AdmissionTexts.All[0];
        foreach (var check in checks)
        {
            Print("inspection, whole", prose, check.Name, await Rounds.MeasureAsync(() => check.Inspect(answer, answer.Length)));
            Print("inspection, pieces of 16", prose, check.Name, await Rounds.MeasureAsync(() => check.Inspect(answer, Piece)));
        }

        return 0;
    }

    private static void Print(string stage, string text, string check, Rounds rounds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {stage} | {text} | {check} | {rounds.Least:#,##0.0} | {rounds.Median:#,##0.0} | {rounds.Allocated:#,##0} |"));
}
