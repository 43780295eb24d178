namespace Signet.Ledger.Anchors;

/// <summary>Revocation lists in files, read again when one was replaced. Safe for concurrent use.</summary>
public sealed class RevocationFiles
{
    private readonly Lock _gate = new();
    private readonly string[] _paths;
    private (DateTime Written, long Length)[] _stamps;
    private IReadOnlyList<RevocationList> _lists;

    /// <summary>Reads the files.</summary>
    /// <param name="paths">Each holds one list, DER or PEM.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file can't be read.</exception>
    /// <exception cref="ArgumentException">A file holds no list.</exception>
    public RevocationFiles(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _paths = [.. paths];
        _stamps = Stamps();
        _lists = Read();
    }

    /// <summary>The lists as the files are now: the same object for as long as none changed.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file can't be read.</exception>
    /// <exception cref="ArgumentException">A file holds no list.</exception>
    public IReadOnlyList<RevocationList> Lists
    {
        get
        {
            lock (_gate)
            {
                // Looked at before they are read: a change in between is seen the next time.
                (DateTime, long)[] stamps = Stamps();
                if (!stamps.AsSpan().SequenceEqual(_stamps))
                {
                    _lists = Read();
                    _stamps = stamps;
                }

                return _lists;
            }
        }
    }

    private RevocationList[] Read() => [.. _paths.Select(RevocationList.FromFile)];

    private (DateTime Written, long Length)[] Stamps() => [.. _paths.Select(path =>
    {
        var file = new FileInfo(path);
        return (file.LastWriteTimeUtc, file.Length);
    })];
}
