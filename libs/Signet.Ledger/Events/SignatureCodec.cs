using Signet.Ledger.Canonical;

namespace Signet.Ledger.Events;

/// <summary>The <c>signature</c> member beside an event, both ways.</summary>
internal static class SignatureCodec
{
    private const int SignatureOctets = 64;
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
                writer.String(node.ToString());
            }

            writer.EndArray();
        }

        writer.Base64("sig"u8, signature.Sig.Span);
        writer.OptionalInteger("size"u8, signature.Size);
        writer.EndObject();
    }

    public static EventSignature Read(MemberReader members)
    {
        var alg = members.String("alg");
        var tree = alg == EventSignature.Ed25519Tree;
        if (!tree && alg != EventSignature.Ed25519)
        {
            members.Fail();
        }

        var signature = new EventSignature
        {
            Alg = alg,
            KeyId = members.Identifier("key_id"),
            Sig = members.Base64("sig", SignatureOctets),
            Index = tree ? (int)members.Integer("index", 0, EventSignature.MaxBatch - 1) : null,
            Size = tree ? (int)members.Integer("size", 1, EventSignature.MaxBatch) : null,
            Path = tree ? ReadPath(members) : [],
        };
        if (signature.Sig.Length != SignatureOctets || signature.Index >= signature.Size)
        {
            members.Fail();
        }

        members.End();
        return signature;
    }

    private static List<Digest> ReadPath(MemberReader members)
    {
        var path = new List<Digest>();
        foreach (var node in members.StringList("path", MaxPath, 2 * Digest.Size))
        {
            if (!Digest.TryParse(node, out var digest))
            {
                members.Fail();
            }

            path.Add(digest);
        }

        return path;
    }
}
