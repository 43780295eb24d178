using Amazon.S3;
using Amazon.S3.Model;

namespace Signet.Storage.S3;

/// <summary>
/// What an S3 store has to show before a writer trusts it: that its bucket locks, and that of several who create one object at the same time
/// one alone succeeds. The second can only ever be refuted; that a store passes proves nothing, and so a store whose maker doesn't promise it
/// is used with claims.
/// </summary>
internal sealed class S3SelfTest(S3Calls calls)
{
    /// <summary>How long the probes stay: no store locks for less time than it takes to ask.</summary>
    public static readonly TimeSpan ProbeRetention = TimeSpan.FromMinutes(1);

    private const int Races = 4;
    private const int Racers = 8;

    private static readonly byte[] Probe = "signet store probe\n"u8.ToArray();

    private readonly S3Options _options = calls.Options;

    /// <exception cref="StoreException">The store can't be used; the message says what to change.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RequireLockingBucketAsync(cancellationToken).ConfigureAwait(false);
            await RequireLockedProbeAsync(cancellationToken).ConfigureAwait(false);
            if (_options.UsesClaims)
            {
                await RequireUnversionedAsync(cancellationToken).ConfigureAwait(false);
            }

            for (int race = 0; race < Races; race++)
            {
                await RequireOneWinnerAsync(cancellationToken).ConfigureAwait(false);
            }

            await RequireDerivedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (S3CallException exception)
        {
            throw new StoreException($"The S3 store's test could not be made: {exception.Message}")
            {
                IsUnreachable = exception.Failure is S3Failure.Unknown,
            };
        }
    }

    private async Task RequireLockingBucketAsync(CancellationToken cancellationToken)
    {
        string advice = $"The bucket {_options.SegmentBucket} has no Object Lock: make one with Object Lock enabled, and use that.";
        try
        {
            var answer = await AskAsync(
                (client, token) => client.GetObjectLockConfigurationAsync(new GetObjectLockConfigurationRequest { BucketName = _options.SegmentBucket }, token),
                "Reading the bucket's lock configuration",
                cancellationToken).ConfigureAwait(false);
            if (answer.ObjectLockConfiguration?.ObjectLockEnabled != ObjectLockEnabled.Enabled)
            {
                throw new StoreException(advice);
            }
        }
        catch (S3CallException exception) when (exception.Message.Contains("ObjectLockConfigurationNotFoundError", StringComparison.Ordinal))
        {
            throw new StoreException(advice);
        }
    }

    private async Task RequireLockedProbeAsync(CancellationToken cancellationToken)
    {
        string key = NewProbe();
        var until = ProbeUntil();
        string? version = await calls.CreateAsync(_options.SegmentBucket, key, Probe, until, cancellationToken).ConfigureAwait(false);
        if (version is not { Length: > 0 } or "null")
        {
            throw new StoreException($"The bucket {_options.SegmentBucket} keeps no versions, so it can't lock: make one with Object Lock enabled.");
        }

        var held = await calls.ReadLockAsync(_options.SegmentBucket, key, version, cancellationToken).ConfigureAwait(false);
        if (!held.IsCompliance || held.RetainUntil is not { } retained || retained < until)
        {
            throw new StoreException(
                $"The bucket {_options.SegmentBucket} did not lock a probe in compliance mode, or doesn't show that it did: " +
                "the writer needs the right to put and to read an object's retention (deploy/policies), and the server has to honour it.");
        }

        try
        {
            await calls.DeleteAsync(_options.SegmentBucket, key, version, cancellationToken).ConfigureAwait(false);
        }
        catch (S3CallException exception) when (exception.Failure is S3Failure.Refused)
        {
            return;
        }

        throw new StoreException($"The bucket {_options.SegmentBucket} deleted a probe that it had locked. It protects nothing: use another server.");
    }

    private async Task RequireUnversionedAsync(CancellationToken cancellationToken)
    {
        var answer = await AskAsync(
            (client, token) => client.GetBucketVersioningAsync(new GetBucketVersioningRequest { BucketName = _options.ClaimBucket }, token),
            "Reading the claim bucket's versioning",
            cancellationToken).ConfigureAwait(false);
        if (answer.VersioningConfig?.Status is { } status && status != VersionStatus.Off)
        {
            throw new StoreException($"The claim bucket {_options.ClaimBucket} keeps versions, or did: make one that never had versioning enabled.");
        }
    }

    private async Task RequireOneWinnerAsync(CancellationToken cancellationToken)
    {
        string bucket = _options.UsesClaims ? _options.ClaimBucket : _options.SegmentBucket;
        string key = NewProbe();
        DateTimeOffset? until = _options.UsesClaims ? null : ProbeUntil();
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<bool>[] racers = [.. Enumerable.Range(0, Racers).Select(_ => WinsAsync())];
        start.SetResult();
        int winners = (await Task.WhenAll(racers).ConfigureAwait(false)).Count(won => won);
        bool isKept = !await WinsAsync().ConfigureAwait(false);
        if (_options.UsesClaims)
        {
            await calls.DeleteAsync(bucket, key, null, cancellationToken).ConfigureAwait(false);
        }

        // None at all is no contradiction: each may have been told of the others. Then the last one wins.
        if (winners > 1 || (winners == 1 && !isKept))
        {
            throw new StoreException(_options.UsesClaims
                ? $"The claim bucket {bucket} let {(isKept ? winners : winners + 1)} writers create one object: its server can't decide who writes. Use another."
                : $"The bucket {bucket} let {(isKept ? winners : winners + 1)} writers create one object: its server doesn't honour If-None-Match with locks. " +
                    "Set SlotMode to Claim, and ClaimBucket to an unversioned bucket; a log that exists keeps the mode it began with.");
        }

        async Task<bool> WinsAsync()
        {
            await start.Task.ConfigureAwait(false);
            try
            {
                await calls.CreateAsync(bucket, key, Probe, until, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (S3CallException exception) when (exception.Failure is S3Failure.Exists or S3Failure.Conflict)
            {
                return false;
            }
        }
    }

    private async Task RequireDerivedAsync(CancellationToken cancellationToken)
    {
        string key = _options.Probes + "derived";
        await calls.ReplaceAsync(_options.DerivedBucket, key, Probe, cancellationToken).ConfigureAwait(false);
        if (await calls.ReadAsync(_options.DerivedBucket, key, null, cancellationToken).ConfigureAwait(false) is not { } read || !read.Span.SequenceEqual(Probe))
        {
            throw new StoreException($"The bucket {_options.DerivedBucket} doesn't give back what was put there.");
        }
    }

    private Task<T> AskAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> call, string what, CancellationToken cancellationToken) =>
        calls.RepeatAsync(what, _options.Settings.ReadTimeout, call, cancellationToken);

    private DateTimeOffset ProbeUntil() =>
        DateTimeOffset.FromUnixTimeSeconds((calls.Time.GetUtcNow() + ProbeRetention).ToUnixTimeSeconds());

    private string NewProbe() => _options.Probes + Guid.CreateVersion7(calls.Time.GetUtcNow()).ToString("N");
}
