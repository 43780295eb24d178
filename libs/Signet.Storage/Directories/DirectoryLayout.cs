namespace Signet.Storage.Directories;

/// <summary>Where things stand below a store's root. Callers have checked every name.</summary>
internal sealed class DirectoryLayout
{
    public DirectoryLayout(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        Root = Path.GetFullPath(root);
        Logs = Path.Combine(Root, "log");
        Derived = Path.Combine(Root, "derived");
        Temporary = Path.Combine(Root, "tmp");
    }

    public string Root { get; }

    public string Logs { get; }

    public string Derived { get; }

    public string Temporary { get; }

    public string SegmentsOf(string logId) => Path.Combine(Logs, logId, "seg");

    public string Segment(string logId, long segment) => Path.Combine(SegmentsOf(logId), StoreNames.SegmentFile(segment));

    public string DerivedOf(string logId) => Path.Combine(Derived, logId);

    public string DerivedObject(string logId, string name) =>
        Path.Combine(DerivedOf(logId), name.Replace('/', Path.DirectorySeparatorChar));
}
