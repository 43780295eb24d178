using Signet.Ledger.Canonical;

namespace Signet.Ledger.Events;

/// <summary>The <c>signature</c> member beside an event, both ways.</summary>
internal static class SignatureCodec
{
    private const int MaxPath = 8;

    public static void Write(ref CanonicalWriter writer, EventSignature signature)
    {
        writer.BeginObject();
        writer.String("alg"u8, signature.Alg);
        writer.OptionalInteger("index"u8, signature.Index);
        writer.String("key_id"u8, signature.KeyId);
        if (signature.Alg == EventSignature.Ed25519Tree)
        {
            writer.Key("path"u8);
            writer.BeginArray();
            foreach (var node in signature.Path)
            {
                writer.Digest(node);
            }

            writer.EndArray();
        }

        writer.Base64("sig"u8, signature.Sig.Span);
        writer.OptionalInteger("size"u8, signature.Size);
        writer.EndObject();
    }

    /// <summary>Reads a signature; what it says stands at its place in the reader's octets.</summary>
    public static SignatureFacts Read(ref CanonicalReader reader)
    {
        reader.BeginObject();
        reader.Key("alg"u8);
        var alg = reader.Word(Algorithms);
        var tree = alg == Algorithm.Ed25519Tree;
        var index = 0L;
        if (tree)
        {
            reader.Key("index"u8);
            index = reader.Integer(0, EventSignature.MaxBatch - 1);
        }

        reader.Key("key_id"u8);
        var keyId = reader.Identifier();
        var (path, nodes) = (0, 0);
        if (tree)
        {
            reader.Key("path"u8);
            reader.BeginArray();
            path = reader.Position + 1;
            while (reader.NextItem())
            {
                reader.Digest();
                if (++nodes > MaxPath)
                {
                    reader.Fail();
                }
            }
        }

        reader.Key("sig"u8);
        var octets = alg == Algorithm.HmacSha256 ? Digest.Size : EventSignature.Ed25519Octets;
        var sig = reader.Position + 1;
        var sigLength = reader.Base64Raw(octets, octets).Length;
        var size = 0L;
        if (tree)
        {
            reader.Key("size"u8);
            size = reader.Integer(index + 1, EventSignature.MaxBatch);
        }

        reader.EndObject();
        return new SignatureFacts(Algorithms.Of(alg), keyId, sig, sigLength, (int)index, (int)size, path, nodes);
    }

    private static WordSet<Algorithm> Algorithms { get; } = new(
        (Algorithm.Ed25519, EventSignature.Ed25519),
        (Algorithm.Ed25519Tree, EventSignature.Ed25519Tree),
        (Algorithm.HmacSha256, EventSignature.HmacSha256));

    private enum Algorithm
    {
        Ed25519,
        Ed25519Tree,
        HmacSha256,
    }
}
