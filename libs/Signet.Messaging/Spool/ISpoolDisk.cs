namespace Signet.Messaging.Spool;

/// <summary>The directory of a spool, held by one process until disposed. Every member fails with an <see cref="IOException"/> alone.</summary>
internal interface ISpoolDisk : IDisposable
{
    /// <summary>The numbers of the segments that are there, ascending.</summary>
    IReadOnlyList<long> Segments();

    /// <summary>Creates a segment's file, which must not exist. Its name is durable once the directory is flushed.</summary>
    ISpoolFile CreateSegment(long number);

    ISpoolFile OpenSegment(long number);

    void RemoveSegment(long number);

    /// <summary>Opens the cursor's file, which is created when missing.</summary>
    ISpoolFile OpenCursor();

    /// <summary>Makes the names in the directory durable.</summary>
    void Flush();
}
