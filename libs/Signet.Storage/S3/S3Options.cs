using System.Text.RegularExpressions;

namespace Signet.Storage.S3;

/// <summary>Checked settings, and where things stand in the buckets.</summary>
internal sealed partial class S3Options
{
    private const int MaxRetainDays = 36_500;

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(5);

    /// <param name="segmentBucket">The bucket that locks.</param>
    /// <param name="prefix">Where in it; may be empty.</param>
    /// <param name="settings">The rest.</param>
    /// <param name="isLog">True for a log, which has derived objects and maybe claims in buckets of their own.</param>
    /// <exception cref="ArgumentException">Something can't be used.</exception>
    public S3Options(string segmentBucket, string prefix, S3Settings settings, bool isLog = true)
    {
        (SegmentBucket, Settings) = (segmentBucket, settings);
        Prefix = prefix.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed + "/" : "";
        Require(BucketName().IsMatch(SegmentBucket), "the location is s3://BUCKET or s3://BUCKET/PREFIX");
        if (isLog)
        {
            RequireBuckets();
        }

        Require(Prefix.Length == 0 || StoreNames.IsName(Prefix.AsSpan(0, Prefix.Length - 1)), "the prefix has parts of [A-Za-z0-9._-] joined by '/'");
        RequireServer();
        Require((settings.AccessKeyPath is null) == (settings.SecretKeyPath is null), "AccessKeyPath and SecretKeyPath go together");
        Require(settings.RetainDays is >= 1 and <= MaxRetainDays, $"RetainDays is from 1 to {MaxRetainDays}");
        Require(settings.MaxAttempts is >= 1 and <= 10, "MaxAttempts is from 1 to 10");
        foreach (TimeSpan timeout in new[] { settings.ReadTimeout, settings.WriteTimeout, settings.ListTimeout })
        {
            Require(timeout > TimeSpan.Zero && timeout <= LongestTimeout, "a time-out is longer than nothing and at most five minutes");
        }
    }

    public S3Settings Settings { get; }

    public string SegmentBucket { get; }

    public string DerivedBucket => Settings.DerivedBucket;

    public string ClaimBucket => Settings.ClaimBucket;

    public bool UsesClaims => Settings.SlotMode == S3SlotMode.Claim;

    public StoreTerms Terms => new("s3", UsesClaims ? "claim" : "conditional", Settings.RetainDays);

    /// <summary>Empty, or ends in a slash.</summary>
    public string Prefix { get; }

    public string Logs => Prefix + "log/";

    public string Probes => Prefix + "probe/";

    public string SegmentsOf(string logId) => $"{Logs}{logId}/seg/";

    public string Segment(string logId, long segment) => SegmentsOf(logId) + StoreNames.SegmentFile(segment);

    public string Claim(string logId, long segment) => $"{Prefix}claim/{logId}/{StoreNames.SlotNumber(segment)}";

    public string DerivedOf(string logId) => $"{Prefix}derived/{logId}/";

    /// <summary>Where a verifier keeps what it has seen of a log.</summary>
    public string MemoryOf(string logId) => $"{Prefix}memory/{logId}/";

    private void RequireBuckets()
    {
        Require(BucketName().IsMatch(DerivedBucket), "DerivedBucket names a bucket");
        Require(UsesClaims ? BucketName().IsMatch(ClaimBucket) : ClaimBucket.Length == 0, "ClaimBucket names a bucket in slot mode Claim, and is left out in Conditional");
        Require(DerivedBucket != SegmentBucket && ClaimBucket != SegmentBucket, "the bucket of segments, which is locked, is used for nothing else");
    }

    private void RequireServer()
    {
        Require(Settings.Region is { Length: > 0 and <= 64 }, "Region is missing");
        if (Settings.Endpoint is { } endpoint)
        {
            bool isPlain = endpoint.IsAbsoluteUri && endpoint.Scheme == Uri.UriSchemeHttp;
            Require(endpoint.IsAbsoluteUri && (isPlain || endpoint.Scheme == Uri.UriSchemeHttps), "Endpoint is an https address");
            Require(!isPlain || endpoint.IsLoopback || Settings.AllowPlainHttp, "Endpoint is http to another machine: use https, or set AllowPlainHttp");
            Require(endpoint.UserInfo.Length == 0 && endpoint.Query.Length == 0, "Endpoint has no user and no query");
        }
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"The S3 store can't be used: {rule}.");
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z", RegexOptions.NonBacktracking)]
    private static partial Regex BucketName();
}
