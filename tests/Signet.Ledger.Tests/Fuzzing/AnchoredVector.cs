using System.Text.Json.Nodes;
using Signet.Ledger.Anchors;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Receipts;
using Signet.Ledger.Segments;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>The committed log with an anchor: its token is the same each time, as one made anew never is.</summary>
internal static class AnchoredVector
{
    private static readonly string Folder = Repository.PathOf("tests", "vectors", "every-type");

    private static readonly byte[][] Lines =
        [.. Directory.GetFiles(Path.Combine(Folder, "segments")).Order(StringComparer.Ordinal).SelectMany(Entries)];

    private static readonly byte[] AnchorOctets = Lines.Single(line => EntryCodec.Read(line).Entry!.Body is AnchorBody);

    public static AnchorBody Anchor { get; } = (AnchorBody)EntryCodec.Read(AnchorOctets).Entry!.Body;

    public static string LogId => Tests.Events.EventSamples.LogId;

    public static byte[] Root { get; } = RootOf(JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "vector.json")))!);

    public static TsaTrust Trust { get; } = new(Anchor.Tsa, [Root]);

    /// <summary>The receipt of one of the entries that the anchor covers.</summary>
    public static AnchoredReceipt Receipt(int index)
    {
        Digest[] leaves = [.. Lines.Take((int)Anchor.TreeSize).Select(line => MerkleTree.HashLeaf(line))];
        return new AnchoredReceipt
        {
            Entry = Lines[index],
            Index = index,
            Path = InclusionProof.Create(index, leaves),
            Checkpoint = new Checkpoint(LogId, leaves.Length, InclusionProof.RootOf(leaves)),
            Anchor = AnchorOctets,
        };
    }

    private static IEnumerable<byte[]> Entries(string file) =>
        SegmentObject.TryParse(File.ReadAllBytes(file), out var segment, out var fault)
            ? segment!.Lines.Select(line => line.Entry.ToArray())
            : throw new InvalidOperationException(fault);

    private static byte[] RootOf(JsonNode vector) => Convert.FromBase64String((string)vector["tsa_roots"]!.AsObject().Single().Value!);
}
