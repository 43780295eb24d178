using System.Text;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Receipts;

namespace Signet.Ledger.Verification;

/// <summary>
/// The R1 and R2 receipts that a walk redeems (format 1, section 7). A receipt that holds in itself shows that the log once committed to a
/// tree with the entry in it: the log walked must still be of that tree.
/// </summary>
internal sealed class ProofWalk(LogTrust trust, FindingLog findings)
{
    private readonly List<InclusionReceipt> _included = [];
    private readonly List<AnchoredReceipt> _anchored = [];

    /// <summary>Takes a proof in, whose tree is kept to compare it with.</summary>
    public void Add(InclusionReceipt receipt, TreeWalk tree)
    {
        _included.Add(receipt);
        if (Checkpoint.TryReadUnsigned(Encoding.UTF8.GetBytes(receipt.Checkpoint), out var stated))
        {
            tree.Pin(stated!.Size);
        }
    }

    /// <summary>Takes an anchored proof in, whose tree is kept to compare it with.</summary>
    public void Add(AnchoredReceipt receipt, TreeWalk tree)
    {
        _anchored.Add(receipt);
        tree.Pin(receipt.Checkpoint.Size);
    }

    /// <summary>Compares the trees of the receipts that hold with the tree walked.</summary>
    public void Compare(CheckpointKeys keys, TreeWalk tree)
    {
        foreach (var receipt in _included)
        {
            if (keys.OpenProof(receipt) is { } checkpoint)
            {
                tree.Compare(checkpoint, FindingKind.PromiseBroken, $"the tree of the receipt (R1) for entry {receipt.Index}");
            }
            else
            {
                findings.Note("Receipts (R1) that no checkpoint key of the log vouches for were given: they prove nothing.");
            }
        }

        foreach (var receipt in _anchored)
        {
            if (trust.CheckAnchor is null)
            {
                findings.Note("No roots of time-stamping authorities were given: anchored receipts (R2) were not redeemed.");
            }
            else if (receipt.Verify(trust.LogId, trust.CheckAnchor) is null)
            {
                findings.Note("Receipts (R2) that no authority vouches for were given: they prove nothing.");
            }
            else
            {
                tree.Compare(receipt.Checkpoint, FindingKind.PromiseBroken, $"the tree of the receipt (R2) for entry {receipt.Index}");
            }
        }
    }
}
