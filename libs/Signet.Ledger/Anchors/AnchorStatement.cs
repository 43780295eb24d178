using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Signet.Ledger.Anchors;

/// <summary>
/// What an anchor states: this log had this tree head. Its octets are <c>log_id LF size LF base64(root) LF</c> (section 8).
/// </summary>
public sealed class AnchorStatement
{
    /// <summary>The size of a tree head in octets.</summary>
    public const int RootOctets = 32;

    private AnchorStatement(string logId, long size, byte[] root)
    {
        LogId = logId;
        Size = size;
        Root = root;
        byte[] octets = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{logId}\n{size}\n{Convert.ToBase64String(root)}\n"));
        Octets = octets;
        Imprint = SHA256.HashData(octets);
    }

    /// <summary>The log.</summary>
    public string LogId { get; }

    /// <summary>The tree's size in leaves, at least 1.</summary>
    public long Size { get; }

    /// <summary>The tree head: 32 octets.</summary>
    public ReadOnlyMemory<byte> Root { get; }

    /// <summary>The octets that are time-stamped.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>SHA-256 of <see cref="Octets"/>, as it stands in request and token.</summary>
    public ReadOnlyMemory<byte> Imprint { get; }

    /// <summary>Makes the statement.</summary>
    /// <exception cref="ArgumentException">The log_id has another form than section 0 gives, the size is below 1, or the root isn't 32
    /// octets.</exception>
    public static AnchorStatement Create(string logId, long size, ReadOnlySpan<byte> root) =>
        TryCreate(logId, size, root, out AnchorStatement? statement)
            ? statement
            : throw new ArgumentException("An anchor needs a well-formed log_id, a size of at least 1 and a root of 32 octets.");

    /// <summary>Makes the statement, or answers false where <see cref="Create"/> would throw.</summary>
    public static bool TryCreate(
        [NotNullWhen(true)] string? logId, long size, ReadOnlySpan<byte> root, [NotNullWhen(true)] out AnchorStatement? statement)
    {
        statement = LedgerText.IsIdentifier(logId) && size >= 1 && root.Length == RootOctets
            ? new AnchorStatement(logId!, size, root.ToArray())
            : null;
        return statement is not null;
    }
}
