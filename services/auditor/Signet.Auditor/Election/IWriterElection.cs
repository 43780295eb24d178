namespace Signet.Auditor.Election;

/// <summary>
/// Decides which of several auditors tries to write. It is for liveness alone: that two never fill one slot is for the store's create-only
/// write to see to, whatever an election says.
/// </summary>
internal interface IWriterElection
{
    /// <summary>True while another process is, or may be, the writer.</summary>
    bool IsStandby { get; }

    /// <summary>Waits until it is this process's turn. Dispose the term once nothing more is being stored: that lets another in at once.</summary>
    /// <exception cref="OperationCanceledException">The process stops.</exception>
    Task<IWriterTerm> WinAsync(CancellationToken cancellationToken);
}
