namespace Signet.Storage.S3;

/// <summary>What a failed request says of the object it was about.</summary>
internal enum S3Failure
{
    /// <summary>404: there is none.</summary>
    NotFound,

    /// <summary>404 with a delete marker: there was one, and somebody hid it.</summary>
    Hidden,

    /// <summary>412: there is one already.</summary>
    Exists,

    /// <summary>409: another writer was at it at the same time. There may be one or none.</summary>
    Conflict,

    /// <summary>Any other 4xx: nothing was done, and asking again won't help.</summary>
    Refused,

    /// <summary>No answer, a broken one, or 5xx: it may or may not have been done.</summary>
    Unknown,
}
