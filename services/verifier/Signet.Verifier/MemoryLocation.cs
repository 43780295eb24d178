using Signet.Storage;
using Signet.Storage.S3;

namespace Signet.Verifier;

/// <summary>Where a verifier's memory is, as everybody writes it: the path of a file, or <c>s3://bucket/prefix</c>.</summary>
public static class MemoryLocation
{
    /// <summary>Opens a memory.</summary>
    /// <param name="location">A file whose directory exists, or <c>s3://bucket/prefix</c> under Object Lock.</param>
    /// <param name="s3">The rest for a place in S3; null for a file.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The location or a setting can't be used.</exception>
    public static IVerifierMemory Open(string location, S3Settings? s3, TimeProvider time) => StoreLocation.IsS3(location)
        ? new DerivedVerifierMemory(StoreLocation.OpenMemory(
            location, s3 ?? throw new ArgumentException("A memory in S3 needs settings of its own."), time))
        : new FileVerifierMemory(location);
}
