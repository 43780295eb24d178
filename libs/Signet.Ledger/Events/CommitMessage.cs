using System.Buffers.Text;
using System.Text;

namespace Signet.Ledger.Events;

/// <summary>The octets that a producer signs (format 1, section 2).</summary>
internal static class CommitMessage
{
    /// <summary>The most octets of a message.</summary>
    public const int MaxOctets = 256;

    private const int NameOctets = 36;

    private static ReadOnlySpan<byte> Label => "signet/commit/v1\n"u8;

    private static ReadOnlySpan<byte> BatchName => "batch"u8;

    /// <summary>The message for one event.</summary>
    /// <param name="message">At least <see cref="MaxOctets"/> long.</param>
    /// <param name="logId">The log.</param>
    /// <param name="id">The event's name.</param>
    /// <param name="digest">The digest of its octets.</param>
    public static ReadOnlySpan<byte> ForEvent(Span<byte> message, string logId, Guid id, Digest digest)
    {
        Span<byte> name = stackalloc byte[NameOctets];
        Utf8Formatter.TryFormat(id, name, out _, 'D');
        return Write(message, logId, name, digest);
    }

    /// <summary>The message for a batch, by the head of its tree.</summary>
    public static ReadOnlySpan<byte> ForBatch(Span<byte> message, string logId, Digest root) => Write(message, logId, BatchName, root);

    private static ReadOnlySpan<byte> Write(Span<byte> message, string logId, scoped ReadOnlySpan<byte> name, Digest digest)
    {
        Label.CopyTo(message);
        var length = Label.Length + Encoding.ASCII.GetBytes(logId, message[Label.Length..]);
        message[length++] = (byte)'\n';
        name.CopyTo(message[length..]);
        length += name.Length;
        message[length++] = (byte)'\n';
        digest.CopyTo(message[length..]);
        return message[..(length + Digest.Size)];
    }
}
