namespace Signet.Policy.Classification;

/// <summary>What a label speaks of.</summary>
public enum LabelUse
{
    /// <summary>Data.</summary>
    Data,

    /// <summary>A caller: the names of audiences may stand by themselves, and say who the caller is.</summary>
    Clearance,
}
