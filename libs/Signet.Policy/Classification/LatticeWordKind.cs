namespace Signet.Policy.Classification;

/// <summary>What a word of a label does.</summary>
internal enum LatticeWordKind
{
    /// <summary>Names a level.</summary>
    Level,

    /// <summary>Names a level, and may stand among the terms too.</summary>
    LevelTerm,

    /// <summary>Must be held.</summary>
    Term,

    /// <summary>Says whom the data may be released to.</summary>
    Releasability,

    /// <summary>Names an audience.</summary>
    Audience,

    /// <summary>A list of audiences follows that the data may be released to.</summary>
    ReleaseTo,

    /// <summary>A list of audiences follows that may look at the data and not have them.</summary>
    DisplayOnly,
}
