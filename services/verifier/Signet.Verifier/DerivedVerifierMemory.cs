using System.Globalization;
using System.Text;
using Signet.Storage;

namespace Signet.Verifier;

/// <summary>
/// Keeps what was seen in a store of the verifier's own: an object for each tree size. What was seen of a larger tree wins, so a store that
/// locks its objects can't be made to forget.
/// </summary>
/// <param name="store">The store: another bucket or prefix than the auditor's, under other credentials.</param>
public sealed class DerivedVerifierMemory(IDerivedStore store) : IVerifierMemory
{
    private const string Prefix = "seen/";

    /// <inheritdoc/>
    public async ValueTask<SeenLog?> RecallAsync(string logId, CancellationToken cancellationToken)
    {
        string? newest = null;
        await foreach (var name in store.ListAsync(logId, Prefix, cancellationToken).ConfigureAwait(false))
        {
            newest = name;
        }

        if (newest is null)
        {
            return null;
        }

        return await store.ReadAsync(logId, newest, cancellationToken).ConfigureAwait(false) is { Length: <= SeenLog.MaxOctets } octets &&
            SeenLog.Read(Encoding.UTF8.GetString(octets.Span), logId) is { } seen && NameOf(seen) == newest
            ? seen
            : throw new IOException("The verifier's memory is damaged or of another log.");
    }

    /// <inheritdoc/>
    public ValueTask RememberAsync(SeenLog seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return store.PutAsync(seen.Tree.LogId, NameOf(seen), Encoding.UTF8.GetBytes(seen.Text), cancellationToken);
    }

    private static string NameOf(SeenLog seen) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{seen.Tree.Size:D20}");
}
