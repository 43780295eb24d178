namespace Signet.Policy.Classification;

/// <summary>How sensitive data are; the greater value is the more sensitive.</summary>
public enum ClassificationLevel
{
    /// <summary>Unclassified.</summary>
    Unclass = 0,

    /// <summary>Controlled unclassified information.</summary>
    Cui = 1,

    /// <summary>Confidential.</summary>
    Confidential = 2,

    /// <summary>Secret.</summary>
    Secret = 3,

    /// <summary>Top secret.</summary>
    TopSecret = 4,

    /// <summary>Top secret, sensitive compartmented information.</summary>
    TopSecretSci = 5,
}
