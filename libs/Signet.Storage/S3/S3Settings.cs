namespace Signet.Storage.S3;

/// <summary>What has to be known of an S3 store beside its location: the <c>S3</c> section of settings.</summary>
public sealed class S3Settings
{
    /// <summary>The section's name.</summary>
    public const string Section = "S3";

    /// <summary>The server; null for Amazon's in <see cref="Region"/>. https, or http to this machine.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>True allows http to other machines: whoever is on the way then sees and can change what is read.</summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>The region that requests are signed for.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>True names the bucket in the path and not in the host name, as most servers but Amazon's want it.</summary>
    public bool PathStyle { get; set; }

    /// <summary>The bucket of derived objects, unlocked.</summary>
    public string DerivedBucket { get; set; } = "";

    /// <summary>The bucket of claims, unlocked and unversioned; for <see cref="S3SlotMode.Claim"/> alone.</summary>
    public string ClaimBucket { get; set; } = "";

    /// <summary>The file of the access key; null with <see cref="SecretKeyPath"/> takes what Amazon's clients find in their usual places.</summary>
    public string? AccessKeyPath { get; set; }

    /// <summary>The file of the secret key. Both are read again every few minutes, so that mounted secrets can change.</summary>
    public string? SecretKeyPath { get; set; }

    /// <summary>What makes a slot write-once. A log keeps the mode it began with.</summary>
    public S3SlotMode SlotMode { get; set; } = S3SlotMode.Conditional;

    /// <summary>For how many days each segment is locked, from 1 to 36,500. The default is a year. A log's retention can only be raised.</summary>
    public int RetainDays { get; set; } = 365;

    /// <summary>The longest time for one read of an object. The default is 15 seconds.</summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest time for one write. The default is 15 seconds; then its outcome is unknown.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest time for one page of a list. The default is 15 seconds.</summary>
    public TimeSpan ListTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a request that may be repeated without harm is sent, from 1 to 10. The default is 4. Segments are sent once.</summary>
    public int MaxAttempts { get; set; } = 4;
}
