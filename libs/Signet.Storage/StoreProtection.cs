namespace Signet.Storage;

/// <summary>What a store does against its own operators.</summary>
public enum StoreProtection
{
    /// <summary>Nothing: whoever can write the files can change or delete them. Reports say "not write-protected".</summary>
    NotWriteProtected,

    /// <summary>Object Lock in compliance mode: nobody can change or delete an object before its retention ends.</summary>
    ObjectLock,
}
