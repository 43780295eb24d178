namespace Signet.Auditor.Tests.Election;

/// <summary>What is wrong with the way to the API server.</summary>
internal enum LeaseFault
{
    None,

    /// <summary>Nothing is ever answered.</summary>
    Silent,

    /// <summary>Each request fails, and does nothing.</summary>
    Refuses,

    /// <summary>Each request is done, and its answer lost.</summary>
    LosesAnswers,

    /// <summary>Each write meets another.</summary>
    Conflicts,

    /// <summary>Each answer takes a second.</summary>
    Slow,
}
