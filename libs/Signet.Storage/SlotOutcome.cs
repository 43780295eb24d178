namespace Signet.Storage;

/// <summary>How an attempt to fill a slot ended.</summary>
public enum SlotOutcome
{
    /// <summary>The slot was empty and now durably holds the octets.</summary>
    Created,

    /// <summary>The slot already held something.</summary>
    Occupied,
}
