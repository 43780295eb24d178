using System.Globalization;
using Signet.Corpora.Adversarial;

namespace Signet.Bench.Adversarial;

/// <summary>
/// <c>adversarial [policy.yaml [size in KiB ...]]</c>: what each check of a policy costs on texts that are meant to be slow, beside
/// ordinary English of the same length.
/// </summary>
internal static class AdversarialCommand
{
    private const string DefaultPolicy = "tests/corpora/policy/policy.yaml";
    private const int Worst = 3;

    private static readonly int[] Sizes = [2, 64, 512];

    public static async Task<int> RunAsync(string[] args)
    {
        var checks = CheckUnderTest.Of(await File.ReadAllBytesAsync(args.Length > 0 ? args[0] : DefaultPolicy));
        int[] sizes = args.Length > 1 ? [.. args[1..].Select(size => int.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture))] : Sizes;
        Console.WriteLine("| Check | KiB | Input | us | us/KiB | Ratio to English | KiB allocated |\n|---|--:|---|--:|--:|--:|--:|");
        foreach (var check in checks)
        {
            foreach (var size in sizes)
            {
                var ordinary = await CostAsync(check, AdversarialInputs.Ordinary, size);
                Print(check, size, AdversarialInputs.Ordinary.Name, ordinary, ordinary);
                List<(string Name, Cost Cost)> costs = [];
                foreach (var input in AdversarialInputs.All)
                {
                    costs.Add((input.Name, await CostAsync(check, input, size)));
                }

                foreach (var (name, cost) in costs.OrderByDescending(entry => entry.Cost.Microseconds).Take(Worst))
                {
                    Print(check, size, name, cost, ordinary);
                }
            }
        }

        return 0;
    }

    private static Task<Cost> CostAsync(CheckUnderTest check, AdversarialInput input, int size) => Cost.MeasureAsync(check, input.Make(size * 1_024));

    private static void Print(CheckUnderTest check, int size, string name, Cost cost, Cost ordinary) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {check.Name} | {size} | {name} | {cost.Microseconds:#,##0.0} | {cost.Microseconds / size:#,##0.00} " +
        $"| {cost.Microseconds / ordinary.Microseconds:0.0} | {cost.AllocatedOctets / 1_024:#,##0} |"));
}
