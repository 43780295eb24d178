namespace Signet.Verifier.Publishing;

/// <summary>A place that is told of the outcome of each verification.</summary>
internal interface IOutcomeSink
{
    /// <summary>What the place is called, for the log of the service.</summary>
    string Name { get; }

    /// <exception cref="IOException">It can't be told now. That changes nothing about the outcome.</exception>
    ValueTask PublishAsync(VerificationOutcome outcome, CancellationToken cancellationToken);
}
