namespace Signet.Storage;

/// <summary>Sizes that every store keeps to.</summary>
public static class StoreLimits
{
    /// <summary>The largest object that is written: 64 MiB (ledger format 1, section 4).</summary>
    public const int MaxObjectBytes = 64 * 1024 * 1024;

    /// <summary>
    /// The largest object that is read: a little above <see cref="MaxObjectBytes"/>, so that a reader can name a segment that breaks the limit
    /// as malformed and still can't be made to hold any amount of memory.
    /// </summary>
    public const int MaxReadBytes = MaxObjectBytes + (64 * 1024);
}
