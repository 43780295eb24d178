namespace Signet.Extensions.External;

/// <summary>What it means when a service gives no answer that counts. It never means allow.</summary>
public enum FailureAction
{
    /// <summary>The request or call is blocked.</summary>
    Block,

    /// <summary>Somebody has to approve it.</summary>
    Escalate,
}
