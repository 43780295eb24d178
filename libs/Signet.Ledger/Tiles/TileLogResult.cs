namespace Signet.Ledger.Tiles;

/// <summary>What came of reading a log's checkpoint.</summary>
public enum TileLogResult
{
    /// <summary>It was taken.</summary>
    Taken,

    /// <summary>There is none to read.</summary>
    Unavailable,

    /// <summary>It is of another origin or form, or its key didn't sign it.</summary>
    NotSigned,

    /// <summary>It has fewer entries than the last one.</summary>
    RolledBack,

    /// <summary>The last tree couldn't be shown to be its beginning: another tree, or tiles that are missing or wrong.</summary>
    Inconsistent,
}
