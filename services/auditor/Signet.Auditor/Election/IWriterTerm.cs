namespace Signet.Auditor.Election;

/// <summary>The time for which this process is the one that writes.</summary>
internal interface IWriterTerm : IAsyncDisposable
{
    /// <summary>Cancelled when the term has ended: nothing more is stored.</summary>
    CancellationToken Ended { get; }

    /// <summary>
    /// False as soon as the term has run out, by the clock and not by a timer, which may be late in a process that was held up. Nobody is told
    /// that something is recorded from then on.
    /// </summary>
    bool IsRunning { get; }
}
