namespace Signet.Messaging.Spool;

/// <summary>One open file of a spool. Every member fails with an <see cref="IOException"/> alone.</summary>
internal interface ISpoolFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads as much as there is; fewer octets than asked for mean the end of the file.</summary>
    int Read(Span<byte> octets, long offset);

    void Write(ReadOnlySpan<byte> octets, long offset);

    /// <summary>Returns when everything written outlives a loss of power. After a failure nothing is known of what was written since the last.</summary>
    void Flush();
}
