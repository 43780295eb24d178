namespace Signet.Gateway;

/// <summary>How the gateway learns which workload of the cluster a request comes from.</summary>
public enum WorkloadSource
{
    /// <summary>Not at all: policies that ask for it refuse.</summary>
    None,

    /// <summary>It stands in the workload's own pod, and its own token says which that is.</summary>
    Own,

    /// <summary>Callers send a token of their own, which the cluster's API server reviews.</summary>
    Callers,
}
