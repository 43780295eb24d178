using System.Buffers.Binary;

namespace Signet.Messaging.Spool;

/// <summary>
/// How far the events were delivered: the number of the next record to send. Two sectors are written in turn, so that a crash while one is
/// written leaves the other; the greater number counts.
/// </summary>
internal sealed class SpoolCursor : IDisposable
{
    private const int Slots = 2;
    private const int Sealed = 24;

    private readonly ISpoolFile _file;
    private int _slot;

    private SpoolCursor(ISpoolFile file) => _file = file;

    /// <summary>The next record to send.</summary>
    public long Next { get; private set; }

    private static ReadOnlySpan<byte> Magic => [0xFF, (byte)'s', (byte)'p', (byte)'o', (byte)'o', (byte)'l', (byte)'C', (byte)'1'];

    /// <exception cref="SpoolException">There are segments, and neither slot can be read.</exception>
    /// <exception cref="IOException">The file can't be read or written.</exception>
    public static SpoolCursor Open(ISpoolDisk disk, bool isNew)
    {
        var cursor = new SpoolCursor(disk.OpenCursor());
        try
        {
            if (!cursor.TryRead())
            {
                if (!isNew)
                {
                    throw new SpoolException("The spool's cursor is missing or damaged: what was delivered isn't known. Keep the directory as it is, and start with an empty one.");
                }

                cursor.Store(0);
                cursor.Store(0);
                disk.Flush();
            }

            return cursor;
        }
        catch
        {
            cursor.Dispose();
            throw;
        }
    }

    /// <summary>Moves it, durably. After a failure it stays where it was, and storing can be tried again.</summary>
    /// <exception cref="IOException">It could not be made durable.</exception>
    public void Store(long next)
    {
        Span<byte> sector = stackalloc byte[SpoolSector.Size];
        sector.Fill(SpoolSector.Padding);
        Magic.CopyTo(sector);
        BinaryPrimitives.WriteInt64BigEndian(sector[8..], next);
        SpoolSector.Seal(sector[..Sealed]);
        _file.Write(sector, _slot * SpoolSector.Size);
        _file.Flush();
        (Next, _slot) = (next, (_slot + 1) % Slots);
    }

    public void Dispose() => _file.Dispose();

    private bool TryRead()
    {
        Span<byte> sector = stackalloc byte[SpoolSector.Size];
        bool isRead = false;
        for (int slot = 0; slot < Slots; slot++)
        {
            if (_file.Read(sector, slot * SpoolSector.Size) == sector.Length && sector.StartsWith(Magic) && SpoolSector.IsSealed(sector[..Sealed]) &&
                BinaryPrimitives.ReadInt64BigEndian(sector[8..]) is >= 0 and var next && (!isRead || next > Next))
            {
                (Next, _slot, isRead) = (next, (slot + 1) % Slots, true);
            }
        }

        return isRead;
    }
}
