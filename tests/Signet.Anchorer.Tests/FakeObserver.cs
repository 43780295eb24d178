using System.Collections.Concurrent;
using System.Threading.Channels;
using Signet.Ledger.Anchors;

namespace Signet.Anchorer.Tests;

internal sealed class FakeObserver : IAnchorObserver
{
    private readonly Channel<RoundResult> _rounds = Channel.CreateUnbounded<RoundResult>();

    public ChannelReader<RoundResult> Rounds => _rounds.Reader;

    public ConcurrentQueue<(string Tsa, TsaResult Result, AnchorReason? Reason)> Answers { get; } = new();

    public void Asked(string tsa, TsaResult result, AnchorReason? reason, TimeSpan elapsed) => Answers.Enqueue((tsa, result, reason));

    public void RoundEnded(RoundResult result, TimeSpan lag) => _rounds.Writer.TryWrite(result);
}
