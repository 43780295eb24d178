namespace Signet.Messaging.Spool;

/// <summary>A file on disk.</summary>
internal sealed class SpoolFile(FileStream stream) : ISpoolFile
{
    public long Length => RandomAccess.GetLength(stream.SafeFileHandle);

    public int Read(Span<byte> octets, long offset)
    {
        int read = 0;
        while (read < octets.Length && RandomAccess.Read(stream.SafeFileHandle, octets[read..], offset + read) is > 0 and var count)
        {
            read += count;
        }

        return read;
    }

    public void Write(ReadOnlySpan<byte> octets, long offset) => RandomAccess.Write(stream.SafeFileHandle, octets, offset);

    public void Flush() => RandomAccess.FlushToDisk(stream.SafeFileHandle);

    public void Dispose() => stream.Dispose();
}
