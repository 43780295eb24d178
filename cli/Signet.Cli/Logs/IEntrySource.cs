namespace Signet.Cli.Logs;

/// <summary>The entries of a log, wherever it is: a directory, an S3 bucket, or an auditor that is asked over HTTP. Opened for reading only.</summary>
internal interface IEntrySource : IDisposable
{
    /// <summary>The log.</summary>
    string LogId { get; }

    /// <summary>Where it is read, for people.</summary>
    string Place { get; }

    /// <summary>The log's signed checkpoint; null where there is none, or no key to check it with.</summary>
    ValueTask<SignedHead?> ReadHeadAsync(CancellationToken cancellationToken);

    /// <summary>The entries from number <paramref name="from"/> on, in order.</summary>
    /// <exception cref="UserErrorException">An auditor doesn't give what its checkpoint says.</exception>
    /// <exception cref="Storage.StoreException">The store can't be read.</exception>
    IAsyncEnumerable<StoredEntry> ReadAsync(long from, CancellationToken cancellationToken);
}
