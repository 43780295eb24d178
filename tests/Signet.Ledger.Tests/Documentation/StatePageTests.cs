using System.Globalization;
using Signet.Ledger.State;
using Signet.Ledger.Tests.State;
using Xunit;

namespace Signet.Ledger.Tests.Documentation;

/// <summary>Holds the page's section on state objects to what the code writes.</summary>
public class StatePageTests
{
    [Fact]
    public void Section_EveryMember_IsNamed()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        LedgerFormatPageTests.Collect(StateCodecTests.Sample(), names);
        Assert.True(names.Count > 30, string.Join(' ', names));

        // The bodies of entries have a table of their own.
        names.ExceptWith(
            ["alg", "evidence", "idle_seconds", "key_id", "max_lag_seconds", "not_after", "public_key", "required", "status", "tsas", "writer"]);
        var section = Section();
        Assert.All(names, name => Assert.Contains($"`{name}`", section, StringComparison.Ordinal));
    }

    [Fact]
    public void Section_Limits_AreThoseOfTheCode()
    {
        var section = Section();
        foreach (var limit in new long[]
        {
            ProducerHistory.EpochsKept, ProducerEpoch.DigestsKept, ProducerEpoch.DigestsKeptOfFinished, EpochProgress.MaxAhead,
            StateCodec.MaxOctets / (1024 * 1024),
        })
        {
            Assert.Contains(limit.ToString("N0", CultureInfo.InvariantCulture), section, StringComparison.Ordinal);
        }

        Assert.Contains($"`{StateCodec.Format}`", section, StringComparison.Ordinal);
    }

    private static string Section()
    {
        var page = LedgerFormatPageTests.Page();
        var start = page.IndexOf("\n## State objects\n", StringComparison.Ordinal);
        return page[start..page.IndexOf("\n## ", start + 1, StringComparison.Ordinal)];
    }
}
