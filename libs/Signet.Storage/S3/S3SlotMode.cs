namespace Signet.Storage.S3;

/// <summary>What makes a slot write-once (ledger format 1, section 4).</summary>
public enum S3SlotMode
{
    /// <summary>The slot's own create-only write, which is atomic in a locked bucket. So Amazon documents it.</summary>
    Conditional,

    /// <summary>
    /// A create-only write in another bucket, unlocked and unversioned, for stores whose create-only write isn't atomic in a locked one: Ceph.
    /// </summary>
    Claim,
}
