namespace Signet.Messaging;

/// <summary>Where a service gets secrets that somebody else keeps.</summary>
public interface ISecretSource
{
    /// <summary>Reads a secret as it is now; nothing is cached.</summary>
    /// <returns>The secret: 1 to 8,192 visible ASCII characters. Never logged, and never part of an exception.</returns>
    /// <exception cref="SecretException">It can't be had now, or isn't such a text; the message says which secret and why.</exception>
    /// <exception cref="OperationCanceledException">The caller has ended the wait.</exception>
    ValueTask<string> ReadAsync(SecretReference secret, CancellationToken cancellationToken);
}
