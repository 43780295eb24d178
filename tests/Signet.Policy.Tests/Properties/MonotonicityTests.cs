using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CsCheck;
using Signet.Corpora;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Properties;

/// <summary>I7: another check makes nothing milder, and it doesn't matter in which order a policy names its checks.</summary>
public sealed class MonotonicityTests
{
    private const int Runs = 3_000;

    private static readonly IReadOnlyList<CorpusCase> Cases =
        CorpusPolicy.Cases(30_000, FamilySort.Attack, FamilySort.Benign, FamilySort.Reported);

    private static readonly int All = (1 << CorpusPolicy.Checks.Count) - 1;
    private static readonly ConcurrentDictionary<int, PolicyPipeline> Subsets = new();

    [Fact]
    public Task Admit_WithOneMoreCheck_IsNeverMilder() =>
        Gen.Select(Gen.Int[0, Cases.Count - 1], Gen.Int[0, All], Gen.Int[0, CorpusPolicy.Checks.Count - 1]).SampleAsync(
            async (at, some, added) =>
            {
                PolicyPipeline fewer = Subset(some & ~(1 << added));
                Verdict before = await CorpusPolicy.DecideAsync(fewer, Cases[at]);
                Verdict after = await CorpusPolicy.DecideAsync(Subset(some | (1 << added)), Cases[at]);
                Assert.False(
                    await after.LetsThroughWhatAnotherStopsAsync(before, fewer),
                    $"{Cases[at].Id}: {before.Decision} without {CorpusPolicy.Checks[added]["check"]}, {after.Decision} with it, of {some:b}");
            },
            iter: Runs);

    [Fact]
    public async Task Admit_WithAllChecks_IsNeverMilderThanWithOne()
    {
        for (int i = 0; i < CorpusPolicy.Checks.Count; i++)
        {
            PolicyPipeline one = Subset(1 << i);
            foreach (CorpusCase value in Cases)
            {
                Verdict all = await CorpusPolicy.DecideAsync(Subset(All), value);
                Assert.False(
                    await all.LetsThroughWhatAnotherStopsAsync(await CorpusPolicy.DecideAsync(one, value), one),
                    $"{value.Id}: {CorpusPolicy.Checks[i]["check"]} alone is stricter");
            }
        }
    }

    [Fact]
    public async Task Admit_ChecksInAnotherOrder_DecideTheSame()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            JsonObject[] order = [.. CorpusPolicy.Checks.Reverse()];
            if (seed > 0)
            {
                new Random(seed).Shuffle(order);
            }

            PolicyPipeline shuffled = CorpusPolicy.Build(order);
            foreach (CorpusCase value in Cases)
            {
                Verdict known = await CorpusPolicy.DecideAsync(CorpusPolicy.Whole, value);
                Verdict other = await CorpusPolicy.DecideAsync(shuffled, value);
                string how = $"{value.Id}: {known.Decision} and {other.Decision} in the order {string.Join(", ", order.Select(check => check["check"]))}";
                Assert.False(await other.LetsThroughWhatAnotherStopsAsync(known, CorpusPolicy.Whole), how);
                Assert.False(await known.LetsThroughWhatAnotherStopsAsync(other, shuffled), how);
            }
        }
    }

    private static PolicyPipeline Subset(int mask) => Subsets.GetOrAdd(
        mask, static bits => CorpusPolicy.Build(CorpusPolicy.Checks.Where((_, at) => (bits & (1 << at)) != 0)));
}
