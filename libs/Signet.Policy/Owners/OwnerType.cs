namespace Signet.Policy.Owners;

/// <summary>What kind of party answers for a request.</summary>
public enum OwnerType
{
    /// <summary>Nobody could be resolved.</summary>
    Unresolved,

    /// <summary>A person.</summary>
    Human,

    /// <summary>A software agent.</summary>
    Agent,

    /// <summary>A named policy, for traffic that no single party asked for.</summary>
    Policy,
}
