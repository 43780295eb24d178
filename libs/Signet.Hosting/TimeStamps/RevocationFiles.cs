using Signet.Ledger.Anchors;

namespace Signet.Hosting.TimeStamps;

/// <summary>Revocation lists in files, read again when one was replaced. Safe for concurrent use.</summary>
public sealed class RevocationFiles : IRevocationSource
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

    /// <inheritdoc/>
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

    /// <summary>The files of several authorities, by the authority's name.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file can't be read.</exception>
    /// <exception cref="ArgumentException">A file holds no list.</exception>
    public static IReadOnlyDictionary<string, IRevocationSource> Of(IReadOnlyDictionary<string, string[]> paths) =>
        paths.Where(pair => pair.Value.Length > 0).ToDictionary(pair => pair.Key, IRevocationSource (pair) => new RevocationFiles(pair.Value));

    /// <summary>Reads one file.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be read.</exception>
    /// <exception cref="ArgumentException">The file holds no list of the form that is read.</exception>
    public static RevocationList Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileInfo(path).Length <= RevocationList.MaxOctets
            ? RevocationList.Read(File.ReadAllBytes(path))
            : throw new ArgumentException("The revocation list is too large.", nameof(path));
    }

    private RevocationList[] Read() => [.. _paths.Select(Read)];

    private (DateTime Written, long Length)[] Stamps() => [.. _paths.Select(path =>
    {
        var file = new FileInfo(path);
        return (file.LastWriteTimeUtc, file.Length);
    })];
}
