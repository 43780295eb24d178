using Signet.Messaging.Spool;

namespace Signet.Messaging.Tests.Spool;

/// <summary>A disk in memory: it fails as a test wants it to, and after a crash holds what was synchronised and as much of the rest as the test says.</summary>
internal sealed class FaultyDisk : ISpoolDisk
{
    private const long Cursor = -1;

    /// <summary>The files by segment; the cursor's is -1.</summary>
    public Dictionary<long, List<byte>> Files { get; } = [];

    /// <summary>Called before each operation with its name; throws to make it fail.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>Called with each write; what it gives is written, and null makes it fail with nothing written.</summary>
    public Func<byte[], byte[]?> OnWrite { get; set; } = octets => octets;

    public static FaultyDisk Of(IEnumerable<KeyValuePair<long, List<byte>>> files)
    {
        var disk = new FaultyDisk();
        foreach (var (number, octets) in files)
        {
            disk.Files[number] = [.. octets];
        }

        return disk;
    }

    public IReadOnlyList<long> Segments() => [.. Files.Keys.Where(number => number >= 0).Order()];

    public ISpoolFile CreateSegment(long number)
    {
        Before("create");
        Assert.False(Files.ContainsKey(number), "A segment is created once.");
        Files[number] = [];
        return new FileInMemory(this, Files[number]);
    }

    public ISpoolFile OpenSegment(long number) => new FileInMemory(this, Files[number]);

    public void RemoveSegment(long number)
    {
        Before("remove");
        Files.Remove(number);
    }

    public ISpoolFile OpenCursor()
    {
        Files.TryAdd(Cursor, []);
        return new FileInMemory(this, Files[Cursor]);
    }

    public void Flush() => Before("flush directory");

    public void Dispose()
    {
    }

    private sealed class FileInMemory(FaultyDisk disk, List<byte> octets) : ISpoolFile
    {
        public long Length => octets.Count;

        public int Read(Span<byte> target, long offset)
        {
            int count = (int)Math.Clamp(octets.Count - offset, 0, target.Length);
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(octets).Slice((int)Math.Min(offset, octets.Count), count).CopyTo(target);
            return count;
        }

        public void Write(ReadOnlySpan<byte> source, long offset)
        {
            disk.Before("write");
            byte[] written = disk.OnWrite(source.ToArray()) ?? [];
            while (octets.Count < offset + written.Length)
            {
                octets.Add(0);
            }

            written.CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(octets)[(int)offset..]);
            if (written.Length < source.Length)
            {
                throw new IOException("No space left on device");
            }
        }

        public void Flush() => disk.Before("flush");

        public void Dispose()
        {
        }
    }
}
