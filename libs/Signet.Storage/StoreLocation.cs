using Signet.Storage.Directories;
using Signet.Storage.S3;

namespace Signet.Storage;

/// <summary>
/// Where a store is, as everybody writes it: the path of a directory, or <c>s3://bucket/prefix</c> with the rest in <see cref="S3Settings"/>.
/// The one place that chooses between stores.
/// </summary>
public static class StoreLocation
{
    private const string S3Scheme = "s3://";

    /// <summary>True for <c>s3://…</c>.</summary>
    public static bool IsS3(string location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return location.StartsWith(S3Scheme, StringComparison.Ordinal);
    }

    /// <summary>Opens a store for its writer. An S3 store is first made to show that it locks and honours its slot mode.</summary>
    /// <exception cref="ArgumentException">The location or a setting can't be used.</exception>
    /// <exception cref="StoreException">The store can't be used; the message says what to change.</exception>
    public static async Task<WritableStore> OpenWriterAsync(
        string location, S3Settings s3, TimeProvider time, CancellationToken cancellationToken)
    {
        var store = OpenWriter(location, s3, time);
        await store.Segments.ProveAsync(cancellationToken).ConfigureAwait(false);
        return store;
    }

    /// <summary>Opens a store for a writer that makes it prove itself (<see cref="ISegmentStore.ProveAsync"/>). Nothing is asked of an S3 store yet.</summary>
    /// <exception cref="ArgumentException">The location or a setting can't be used.</exception>
    /// <exception cref="StoreException">The directory can't be used.</exception>
    public static WritableStore OpenWriter(string location, S3Settings s3, TimeProvider time)
    {
        if (!IsS3(location))
        {
            var directory = DirectoryStore.Open(location);
            return new WritableStore(directory, directory, StoreTerms.Directory);
        }

        var options = OptionsOf(location, s3);
        var bucket = new S3Calls(options, time);
        return new WritableStore(new S3SegmentStore(bucket), new S3DerivedStore(bucket), options.Terms);
    }

    /// <summary>Opens a store for reading. Nothing is asked of an S3 store yet.</summary>
    /// <exception cref="ArgumentException">The location or a setting can't be used.</exception>
    /// <exception cref="StoreException">There is no such directory.</exception>
    public static ReadableStore OpenReader(string location, S3Settings s3, TimeProvider time)
    {
        if (!IsS3(location))
        {
            var directory = DirectoryReader.Open(location);
            return new ReadableStore(directory, directory, History: null);
        }

        var bucket = new S3Calls(OptionsOf(location, s3), time);
        var segments = new S3SegmentReader(bucket);
        return new ReadableStore(segments, new S3DerivedReader(bucket), segments);
    }

    /// <summary>
    /// Opens a place for what a verifier remembers: in S3, under Object Lock for <see cref="S3Settings.RetainDays"/>. Nothing is asked of the
    /// store yet; a bucket that can't lock refuses the first object.
    /// </summary>
    /// <param name="location"><c>s3://bucket/prefix</c>, another place than any log's.</param>
    /// <param name="s3">The rest; other buckets than the location's are not used.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The location or a setting can't be used.</exception>
    public static IDerivedStore OpenMemory(string location, S3Settings s3, TimeProvider time) => IsS3(location)
        ? new S3LockedStore(new S3Calls(OptionsOf(location, s3, isLog: false), time))
        : throw new ArgumentException("The location is s3://BUCKET or s3://BUCKET/PREFIX.", nameof(location));

    private static S3Options OptionsOf(string location, S3Settings s3, bool isLog = true)
    {
        ArgumentNullException.ThrowIfNull(s3);
        string[] parts = location[S3Scheme.Length..].Split('/', 2);
        return new S3Options(parts[0], parts.Length == 2 ? parts[1] : "", s3, isLog);
    }
}
