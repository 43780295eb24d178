using System.Globalization;
using System.Text;
using Signet.Storage;

namespace Signet.Verifier;

/// <summary>
/// Keeps what was seen in a store of the verifier's own: an object for each time, <c>seen/{size:020d}/{n:08d}</c>, none of them ever replaced. The
/// last of the largest tree counts, and has to be of the same tree as the first of that size. So a store that locks its objects can neither
/// be made to forget nor to take another tree for one that was seen.
/// </summary>
/// <param name="store">The store: another bucket or prefix than the auditor's, under other credentials.</param>
public sealed class DerivedVerifierMemory(IDerivedStore store) : IVerifierMemory
{
    private const string Prefix = "seen/";
    private const int MaxNumber = 99_999_999;

    private string? _last;

    /// <inheritdoc/>
    public async ValueTask<SeenLog?> RecallAsync(string logId, CancellationToken cancellationToken)
    {
        string? first = null;
        string? last = null;
        await foreach (var name in store.ListAsync(logId, Prefix, cancellationToken).ConfigureAwait(false))
        {
            first = last is not null && FolderOf(last) == FolderOf(name) ? first : name;
            last = name;
        }

        _last = last;
        if (first is null || last is null)
        {
            return null;
        }

        var seen = await ReadAsync(logId, last, cancellationToken).ConfigureAwait(false);
        return first == last || (await ReadAsync(logId, first, cancellationToken).ConfigureAwait(false)).Tree == seen.Tree
            ? seen
            : throw new IOException($"The verifier's memory holds two trees of size {seen.Tree.Size}.");
    }

    /// <inheritdoc/>
    public async ValueTask RememberAsync(SeenLog seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (_last is null)
        {
            _ = await RecallAsync(seen.Tree.LogId, cancellationToken).ConfigureAwait(false);
        }

        var folder = FolderOf(seen.Tree.Size);
        var number = _last is { } last && FolderOf(last) == folder ? NumberOf(last) + 1 : 0;
        if (number > MaxNumber)
        {
            throw new IOException("The verifier's memory can hold no more of a tree of this size.");
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{folder}{number:D8}");
        await store.PutAsync(seen.Tree.LogId, name, Encoding.UTF8.GetBytes(seen.Text), cancellationToken).ConfigureAwait(false);
        _last = name;
    }

    private async ValueTask<SeenLog> ReadAsync(string logId, string name, CancellationToken cancellationToken) =>
        await store.ReadAsync(logId, name, cancellationToken).ConfigureAwait(false) is { Length: <= SeenLog.MaxOctets } octets &&
        SeenLog.Read(Encoding.UTF8.GetString(octets.Span), logId) is { } seen && FolderOf(seen.Tree.Size) == FolderOf(name)
            ? seen
            : throw new IOException("The verifier's memory is damaged or of another log.");

    private static string FolderOf(long size) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{size:D20}/");

    private static string FolderOf(string name) => name[..(name.LastIndexOf('/') + 1)];

    private static int NumberOf(string name) =>
        int.TryParse(name.AsSpan(name.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new IOException("The verifier's memory is damaged or of another log.");
}
