namespace Signet.Policy.Classification.Marking;

/// <summary>What came of looking for a marking at one place.</summary>
internal enum ParseOutcome
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>There is one.</summary>
    Found,

    /// <summary>More text decides.</summary>
    Open,

    /// <summary>There may be one, with more hidden characters inside than any text needs.</summary>
    Hidden,
}
