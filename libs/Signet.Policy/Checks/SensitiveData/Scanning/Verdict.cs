namespace Signet.Policy.Checks.SensitiveData.Scanning;

/// <summary>What a detector says of one place of a text.</summary>
internal enum Verdict
{
    /// <summary>Nothing begins here.</summary>
    None,

    /// <summary>A value stands here.</summary>
    Found,

    /// <summary>Only the text that comes next can tell.</summary>
    Undecided,

    /// <summary>A value begins here that is too long to hold back whole.</summary>
    TooLong,
}
