using Signet.Messaging;
using Signet.Messaging.Spool;

namespace Signet.Cli.AllInOne;

/// <summary>How events come from the gateway to the auditor in one process: straight, or through a spool in the data directory.</summary>
internal static class LocalTransport
{
    public static ICommitTransport Create(
        AcknowledgementLevel level, DataDirectory data, ICommitIntake intake, TimeProvider time, ISpoolObserver observer)
    {
        var direct = new InProcessCommitTransport(intake);
        return level == AcknowledgementLevel.Spool ? SpooledCommitTransport.Open(SettingsOf(data), direct, time, observer) : direct;
    }

    /// <summary>At another level nobody would deliver what an earlier start left in the spool, though its callers were answered.</summary>
    /// <exception cref="UserErrorException">Events wait there.</exception>
    /// <exception cref="SpoolException">It can't be read.</exception>
    public static async Task RequireNothingLeftAsync(AcknowledgementLevel level, DataDirectory data, TimeProvider time)
    {
        if (level == AcknowledgementLevel.Spool || !Directory.Exists(data.SpoolRoot))
        {
            return;
        }

        await using var spool = SpooledCommitTransport.Open(SettingsOf(data), new NoDelivery(), time);
        if (spool.Status.Records is > 0 and var left)
        {
            throw new UserErrorException(
                $"{left} events in {data.SpoolRoot} are not in the log yet: start with --level spool until they are.");
        }
    }

    private static SpoolSettings SettingsOf(DataDirectory data) => new() { Path = data.SpoolRoot };

    /// <summary>For a look into a spool: takes nothing.</summary>
    private sealed class NoDelivery : ICommitTransport
    {
        public AcknowledgementLevel Level => AcknowledgementLevel.Chain;

        public ValueTask<IReadOnlyList<CommitOutcome>> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<CommitOutcome>>([.. events.Select(_ => CommitOutcome.Retry)]);
    }
}
