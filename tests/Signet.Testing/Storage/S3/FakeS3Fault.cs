namespace Signet.Testing.Storage.S3;

/// <summary>What becomes of a request.</summary>
public enum FakeS3Fault
{
    /// <summary>What should.</summary>
    None,

    /// <summary>The connection fails, and nothing was done.</summary>
    NotDone,

    /// <summary>It was done, and the answer is lost.</summary>
    ReplyLost,

    /// <summary>No answer until the caller gives up; nothing was done.</summary>
    Slow,

    /// <summary>No answer until the caller gives up; it was done.</summary>
    SlowButDone,

    /// <summary>409, and nothing was done.</summary>
    Conflict,

    /// <summary>412, whether something is there or not; nothing was done.</summary>
    Exists,

    /// <summary>503, and nothing was done.</summary>
    Unavailable,

    /// <summary>503, and it was done all the same.</summary>
    UnavailableButDone,

    /// <summary>A list without what was stored last.</summary>
    StaleList,

    /// <summary>An answer that ends before it should.</summary>
    Truncated,

    /// <summary>Octets that aren't those of the checksum beside them.</summary>
    WrongChecksum,

    /// <summary>The right octets without a checksum, as of a store that keeps none.</summary>
    NoChecksum,

    /// <summary>A tag that is the MD5 of other octets, beside the right checksum.</summary>
    WrongTag,

    /// <summary>The same without a checksum, as of a store that keeps none.</summary>
    WrongTagAlone,

    /// <summary>404 as a proxy would write it.</summary>
    ProxyNotFound,
}
