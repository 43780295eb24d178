namespace Signet.Corpora;

/// <summary>What a family of cases is there for.</summary>
public enum FamilySort
{
    /// <summary>Each case must be caught; those that aren't are misses.</summary>
    Attack,

    /// <summary>Each case must be allowed as it is; those that aren't are false positives.</summary>
    Benign,

    /// <summary>Cases on which people disagree, or which no check promises to see: counted apart, and never in a total.</summary>
    Reported,
}
