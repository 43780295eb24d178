using System.Text;

namespace Signet.Ledger.Events;

/// <summary>The octets that a producer signs (format 1, section 2).</summary>
internal static class CommitMessage
{
    public const string BatchName = "batch";

    public static byte[] For(string logId, string name, Digest digest)
    {
        var head = $"signet/commit/v1\n{logId}\n{name}\n";
        var message = new byte[head.Length + Digest.Size];
        Encoding.ASCII.GetBytes(head, message);
        digest.CopyTo(message.AsSpan(head.Length));
        return message;
    }
}
