using System.Collections.Concurrent;
using Signet.Messaging;

namespace Signet.Testing.Gateway;

/// <summary>A secret store that answers as a test says.</summary>
public sealed class FakeSecrets : ISecretSource
{
    /// <summary>What it answers; throws by default.</summary>
    public Func<SecretReference, Task<string>> Answer { get; set; } = secret => throw new SecretException($"no {secret.Name}");

    public ConcurrentQueue<SecretReference> Asked { get; } = [];

    public async ValueTask<string> ReadAsync(SecretReference secret, CancellationToken cancellationToken)
    {
        Asked.Enqueue(secret);
        return await Answer(secret);
    }
}
