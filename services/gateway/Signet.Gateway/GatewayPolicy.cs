using Signet.Hosting.Policies;
using Signet.Ledger;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Gateway;

/// <summary>The policy in force.</summary>
/// <param name="Pipeline">Its checks.</param>
/// <param name="Sha256">The digest of the policy document, which every event names.</param>
public sealed record GatewayPolicy(PolicyPipeline Pipeline, Digest Sha256)
{
    /// <summary>Reads a policy file that names built-in checks alone.</summary>
    /// <inheritdoc cref="LoadAsync(string, CheckRegistry, TimeProvider, CancellationToken)"/>
    public static Task<GatewayPolicy> LoadAsync(string path, TimeProvider time, CancellationToken cancellationToken) =>
        LoadAsync(path, CheckRegistry.BuiltIn, time, cancellationToken);

    /// <summary>Reads a policy file.</summary>
    /// <exception cref="InvalidDataException">It isn't a policy; the message says where and why.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async Task<GatewayPolicy> LoadAsync(
        string path, CheckRegistry registry, TimeProvider time, CancellationToken cancellationToken)
    {
        PolicyFile file;
        try
        {
            file = await PolicyFile.LoadAsync(path, cancellationToken);
        }
        catch (PolicyFileException exception)
        {
            throw new InvalidDataException($"The policy {path} can't be used: {exception.Message}", exception);
        }

        if (!PolicyDocument.TryParse(file.Json.Span, registry, out var document, out var errors))
        {
            var more = errors.Count > 1 ? $" (and {errors.Count - 1} more)" : "";
            throw new InvalidDataException($"The policy {path} can't be used: {errors[0]}{more}");
        }

        return Digest.TryParse(file.Sha256, out var digest)
            ? new GatewayPolicy(document!.Build(time), digest)
            : throw new InvalidOperationException("The policy's digest is not a digest.");
    }
}
