using System.Globalization;

namespace Signet.Bench.Adversarial;

/// <summary><c>worst [seconds [policy.yaml]]</c>: the slowest admission that a search of so many seconds finds for each of several lengths.</summary>
internal static class WorstCommand
{
    private const string DefaultPolicy = "bench/Signet.Load/policy.yaml";
    private const string AllChecks = "all";
    private const int Shown = 40;

    private static readonly int[] Sizes = [1, 4, 16, 64, 256, 1_024];

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = args.Length > 0 ? int.Parse(args[0], NumberStyles.None, CultureInfo.InvariantCulture) : 10;
        var check = CheckUnderTest.Of(await File.ReadAllBytesAsync(args.Length > 1 ? args[1] : DefaultPolicy)).Single(check => check.Name == AllChecks);
        int[] sizes = args.Length > 2 ? [.. args[2..].Select(size => int.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture))] : Sizes;
        Console.WriteLine("| KiB | Tried | ms | ms/KiB | Decision | Budget | Begins with |\n|--:|--:|--:|--:|---|---|---|");
        foreach (var size in sizes)
        {
            WorstTextSearch search = new(check, size * 1_024);
            search.Run(TimeSpan.FromSeconds(seconds));
            var outcome = check.Admit(search.Text);
            var milliseconds = search.Microseconds / 1_000;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {size} | {search.Tried} | {milliseconds:#,##0.00} | {milliseconds / size:#,##0.000} | {outcome.Decision} " +
                $"| {outcome.Metadata.GetValueOrDefault("budget", "")} | {Uri.EscapeDataString(search.Text[..Math.Min(Shown, search.Text.Length)])} |"));
        }

        return 0;
    }
}
