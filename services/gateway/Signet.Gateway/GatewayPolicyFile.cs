using Signet.Hosting.Policies;
using Signet.Ledger;
using Signet.Policy.Documents;

namespace Signet.Gateway;

/// <summary>The file that policies are read from, again and again; what checks count survives that.</summary>
public sealed class GatewayPolicyFile
{
    private readonly string _path;
    private readonly GatewayPolicyBuilder _builder;

    /// <summary>Names the file; nothing is read yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="registry">The checks that it may name.</param>
    /// <param name="time">The clock of the checks.</param>
    public GatewayPolicyFile(string path, CheckRegistry registry, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        (_path, _builder) = (path, new GatewayPolicyBuilder(registry, time));
    }

    /// <summary>Reads the file. Not for concurrent use.</summary>
    /// <returns>The file's policies, with fresh checks.</returns>
    /// <exception cref="InvalidDataException">It isn't a policy document; the message says where and why. What was read before still counts.</exception>
    public async Task<GatewayPolicy> LoadAsync(CancellationToken cancellationToken) => Build((await ReadAsync(cancellationToken)).Span);

    /// <summary>Reads the file's octets.</summary>
    /// <exception cref="InvalidDataException">It can't be read.</exception>
    internal async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PolicyFile.ReadAsync(_path, cancellationToken);
        }
        catch (PolicyFileException exception)
        {
            throw Unusable(exception.Message, exception);
        }
    }

    /// <summary>Makes policies out of what the file holds.</summary>
    /// <exception cref="InvalidDataException">It isn't a policy document.</exception>
    internal GatewayPolicy Build(ReadOnlySpan<byte> octets)
    {
        try
        {
            var file = PolicyFile.Parse(octets);
            return _builder.Build(file.Json.Span, Digest.Of(octets), file.Describe);
        }
        catch (Exception exception) when (exception is PolicyFileException or InvalidDataException)
        {
            throw Unusable(exception.Message, exception);
        }
    }

    private InvalidDataException Unusable(string why, Exception cause) => new($"The policy {_path} can't be used: {why}", cause);
}
