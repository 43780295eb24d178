namespace Signet.Ledger.Verification;

/// <summary>What is known of the signature of an entry's event.</summary>
internal enum SignatureVerdict : byte
{
    /// <summary>The entry isn't a commit.</summary>
    NotDue,

    /// <summary>It verifies.</summary>
    Valid,

    /// <summary>It doesn't.</summary>
    Invalid,

    /// <summary>The producer's key isn't enrolled at this point of the log.</summary>
    UnknownKey,

    /// <summary>It is a MAC under a secret that the verifier wasn't given.</summary>
    Unchecked,

    /// <summary>It doesn't verify, and something reported before may be the cause.</summary>
    Excused,
}
