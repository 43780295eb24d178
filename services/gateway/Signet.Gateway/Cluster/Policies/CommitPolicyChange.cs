namespace Signet.Gateway.Cluster.Policies;

/// <summary>What a watch tells: the object as it is now or null once it is gone; or, as a bookmark, only how far it has come.</summary>
internal sealed record CommitPolicyChange(bool IsBookmark, CommitPolicy? Policy, string ResourceVersion);
