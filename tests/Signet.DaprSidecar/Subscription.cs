namespace Signet.DaprSidecar;

/// <summary>A subscription of the app.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Route">The path that deliveries are posted to.</param>
/// <param name="IsBulk">True when several go together.</param>
/// <param name="MaxMessages">How many at most.</param>
/// <param name="MaxAwait">How long to wait for them.</param>
internal sealed record Subscription(string Topic, string Route, bool IsBulk, int MaxMessages, TimeSpan MaxAwait);
