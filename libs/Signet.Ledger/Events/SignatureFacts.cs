using System.Buffers.Text;

namespace Signet.Ledger.Events;

/// <summary>Where the parts of a signature stand in the octets that were read, so that checking one makes no objects.</summary>
/// <param name="Alg">The algorithm.</param>
/// <param name="KeyId">The key.</param>
/// <param name="Sig">Where the base64 of the signature begins.</param>
/// <param name="SigLength">How many digits of base64 it has.</param>
/// <param name="Index">The event's place in its batch; 0 outside of one.</param>
/// <param name="Size">The events in the batch; 0 outside of one.</param>
/// <param name="Path">Where the first digit of the path's first node stands.</param>
/// <param name="PathLength">The nodes of the path.</param>
internal readonly record struct SignatureFacts(string Alg, string KeyId, int Sig, int SigLength, int Index, int Size, int Path, int PathLength)
{
    // Two quotes and a comma stand between the digits of one node and those of the next.
    private const int NodeStride = (2 * Digest.Size) + 3;

    /// <summary>Copies the path's nodes.</summary>
    public void CopyPath(ReadOnlySpan<byte> source, Span<Digest> path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            _ = Digest.TryParse(source.Slice(Path + (i * NodeStride), 2 * Digest.Size), out path[i]);
        }
    }

    /// <summary>The signature as an object of its own.</summary>
    public EventSignature ToSignature(ReadOnlySpan<byte> source)
    {
        var tree = Alg == EventSignature.Ed25519Tree;
        var path = PathLength == 0 ? [] : new Digest[PathLength];
        CopyPath(source, path);
        var octets = new byte[Base64.GetMaxDecodedFromUtf8Length(SigLength)];
        Base64.DecodeFromUtf8(source.Slice(Sig, SigLength), octets, out _, out var length);
        return new EventSignature
        {
            Alg = Alg,
            KeyId = KeyId,
            Sig = octets.AsMemory(0, length),
            Index = tree ? Index : null,
            Size = tree ? Size : null,
            Path = path,
        };
    }
}
