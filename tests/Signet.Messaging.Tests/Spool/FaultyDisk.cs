using System.Runtime.InteropServices;
using Signet.Messaging.Spool;
using Xunit;

namespace Signet.Messaging.Tests.Spool;

/// <summary>A disk in memory. It fails as a test wants it to, and knows what of it would outlive a loss of power.</summary>
internal sealed class FaultyDisk : ISpoolDisk
{
    private const long CursorNumber = -1;
    private const int Sector = 512;

    private readonly Dictionary<long, FileInMemory> _files = [];
    private HashSet<long> _durableNames = [];
    private Dictionary<long, FileInMemory> _removed = [];

    /// <summary>Called before each operation with its name; throws to make it fail.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>How many octets of a write are stored before it fails; all without it.</summary>
    public Func<int, int> Stored { get; set; } = length => length;

    /// <summary>What a segment's file holds; the cursor's is -1.</summary>
    public List<byte> this[long number] => _files[number].Octets;

    /// <summary>The same files, all of them durable, on a disk that doesn't fail.</summary>
    public FaultyDisk Copy() => Survivor(octets => [.. octets.Octets], _files.Keys);

    /// <summary>What a loss of power leaves: what was synchronised, and of the rest any sectors, up to any length.</summary>
    public FaultyDisk LosePower(Random random)
    {
        var names = _files.Keys.Union(_removed.Keys).Where(name => _files.ContainsKey(name) == _durableNames.Contains(name) || random.Next(2) == 0);
        return Survivor(file => file.Survive(random), [.. names]);
    }

    public IReadOnlyList<long> Segments() => [.. _files.Keys.Where(number => number >= 0).Order()];

    public ISpoolFile CreateSegment(long number)
    {
        Before("create");
        Assert.False(_files.ContainsKey(number), "A segment is created once.");
        return _files[number] = new FileInMemory(this);
    }

    public ISpoolFile OpenSegment(long number) => _files[number];

    public void RemoveSegment(long number)
    {
        Before("remove");
        _files.Remove(number, out var removed);
        _removed[number] = removed!;
    }

    public ISpoolFile OpenCursor() => _files.TryGetValue(CursorNumber, out var cursor) ? cursor : _files[CursorNumber] = new FileInMemory(this);

    public void Flush()
    {
        Before("flush directory");
        (_durableNames, _removed) = ([.. _files.Keys], []);
    }

    public void Dispose()
    {
    }

    private FaultyDisk Survivor(Func<FileInMemory, byte[]> survive, IReadOnlyCollection<long> names)
    {
        var survivor = new FaultyDisk { _durableNames = [.. names] };
        foreach (long name in names)
        {
            survivor._files[name] = new FileInMemory(survivor, survive(_files.GetValueOrDefault(name) ?? _removed[name]));
        }

        return survivor;
    }

    private sealed class FileInMemory(FaultyDisk disk, byte[]? octets = null) : ISpoolFile
    {
        private byte[] _durable = octets ?? [];

        public List<byte> Octets { get; } = [.. octets ?? []];

        public long Length => Octets.Count;

        public byte[] Survive(Random random)
        {
            byte[] survivor = new byte[random.Next(_durable.Length, Octets.Count + 1)];
            for (int start = 0; start < survivor.Length; start += Sector)
            {
                var target = survivor.AsSpan(start, Math.Min(Sector, survivor.Length - start));
                var old = _durable.AsSpan(Math.Min(start, _durable.Length), Math.Clamp(_durable.Length - start, 0, target.Length));
                var written = CollectionsMarshal.AsSpan(Octets).Slice(start, target.Length);
                (random.Next(2) == 0 ? old : written).CopyTo(target);
            }

            return survivor;
        }

        public int Read(Span<byte> target, long offset)
        {
            int count = (int)Math.Clamp(Octets.Count - offset, 0, target.Length);
            CollectionsMarshal.AsSpan(Octets).Slice((int)Math.Min(offset, Octets.Count), count).CopyTo(target);
            return count;
        }

        public void Write(ReadOnlySpan<byte> source, long offset)
        {
            disk.Before("write");
            int stored = disk.Stored(source.Length);
            CollectionsMarshal.SetCount(Octets, Math.Max(Octets.Count, (int)offset + stored));
            source[..stored].CopyTo(CollectionsMarshal.AsSpan(Octets)[(int)offset..]);
            if (stored < source.Length)
            {
                throw new IOException("No space left on device");
            }
        }

        public void Flush()
        {
            disk.Before("flush");
            _durable = [.. Octets];
        }

        public void Dispose()
        {
        }
    }
}
