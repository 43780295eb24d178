namespace Signet.Ledger.Entries;

/// <summary>The wire words of the closed sets of section 1, both ways.</summary>
internal static class EntryWords
{
    public static string Of(QuarantineReason reason) => reason switch
    {
        QuarantineReason.BadSignature => "bad_signature",
        QuarantineReason.UnknownKey => "unknown_key",
        QuarantineReason.Undecodable => "undecodable",
        QuarantineReason.TooLarge => "too_large",
        QuarantineReason.Conflict => "conflict",
        QuarantineReason.StaleEpoch => "stale_epoch",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    public static QuarantineReason? Quarantine(string word) => word switch
    {
        "bad_signature" => QuarantineReason.BadSignature,
        "unknown_key" => QuarantineReason.UnknownKey,
        "undecodable" => QuarantineReason.Undecodable,
        "too_large" => QuarantineReason.TooLarge,
        "conflict" => QuarantineReason.Conflict,
        "stale_epoch" => QuarantineReason.StaleEpoch,
        _ => null,
    };

    /// <summary>One of two words, as a Boolean that is true for the second.</summary>
    public static Func<string, bool?> Either(string no, string yes) => word => word == yes ? true : word == no ? false : null;
}
