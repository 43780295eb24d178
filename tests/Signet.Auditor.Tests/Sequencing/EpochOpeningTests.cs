using Signet.Auditor.Sequencing;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.State;
using Xunit;

namespace Signet.Auditor.Tests.Sequencing;

public sealed class EpochOpeningTests
{
    private readonly LogState _state = LogStates.Begun(HastyTime.Start);

    public EpochOpeningTests() => _state.Head = ChainHead.Empty with { Size = 2, NextSegment = 1 };

    [Fact]
    public void RequireContinuable_EndedLog_Throws()
    {
        Apply(new EndBody());
        Assert.Contains("ended", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void RequireContinuable_ChainKeyWasReplaced_NamesTheOneToGoOnUnder()
    {
        Apply(new KeyBody { From = TestAuditor.Options().ChainKeyId, To = "chain.2", Reason = "scheduled" });
        Assert.Contains("chain.2", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void RequireContinuable_OtherCheckpointKey_Throws() => Assert.Contains("checkpoint key", Refusal(), StringComparison.Ordinal);

    private string Refusal() =>
        Assert.Throws<InvalidOperationException>(() => EpochOpening.RequireContinuable(TestAuditor.Options(), TestAuditor.Options().Keys, _state)).Message;

    private void Apply(EntryBody body) => _state.Apply(new Entry(2, HastyTime.Start, body));
}
