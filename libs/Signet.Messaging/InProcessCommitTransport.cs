namespace Signet.Messaging;

/// <summary>Hands events straight to an auditor in the same process. Acknowledged means chained.</summary>
public sealed class InProcessCommitTransport : ICommitTransport
{
    private readonly ICommitIntake _intake;

    /// <summary>Creates the transport.</summary>
    public InProcessCommitTransport(ICommitIntake intake)
    {
        ArgumentNullException.ThrowIfNull(intake);
        _intake = intake;
    }

    /// <inheritdoc/>
    public AcknowledgementLevel Level => AcknowledgementLevel.Chain;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CommitOutcome>> SendAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken) =>
        _intake.AcceptAsync(events, cancellationToken);
}
