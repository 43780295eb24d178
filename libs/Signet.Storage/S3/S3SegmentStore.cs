namespace Signet.Storage.S3;

/// <summary>
/// Write-once slots in a bucket with Object Lock: every segment is stored in compliance mode until its seal's time and the retention have
/// passed. Which of two writers gets a slot is decided as <see cref="S3SlotMode"/> says.
/// </summary>
/// <remarks>
/// Claim mode, and what a crash leaves behind:
/// <list type="number">
/// <item>the slot is asked for without its octets; a filled one is nobody's success, and needs no claim;</item>
/// <item>the claim is created, which decides the slot; after a crash here, whoever comes next stores what it says;</item>
/// <item>the claim is read, unless it is one's own, and only then the slot. A claim is removed only once its slot was seen filled, so a claim
/// that was read before its slot was found empty is the first that slot ever had: in the other order it might be a later one, of a writer
/// who did not know yet that the slot was filled;</item>
/// <item>an empty slot gets the claim's octets; two who do that at once store the same octets twice, which is harmless;</item>
/// <item>the slot is read back, and then the claim removed; after a crash before that a claim is left which decides nothing any more.</item>
/// </list>
/// </remarks>
internal sealed class S3SegmentStore(S3Calls calls) : ISegmentStore, ISegmentHistory
{
    // A claim's seal may have been recorded by a clock ahead of this one, but no claim can ask to be kept for ever.
    private static readonly TimeSpan MaxClockLead = TimeSpan.FromDays(1);

    private static readonly TimeSpan RetainMargin = TimeSpan.FromHours(1);

    private readonly S3Options _options = calls.Options;
    private readonly S3SegmentReader _reader = new(calls);
    private bool _isProved;

    /// <inheritdoc/>
    public StoreProtection Protection => _reader.Protection;

    /// <inheritdoc/>
    public async ValueTask ProveAsync(CancellationToken cancellationToken)
    {
        if (!_isProved)
        {
            await new S3SelfTest(calls).RunAsync(cancellationToken).ConfigureAwait(false);
            _isProved = true;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) => _reader.ListLogsAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken) =>
        _reader.ListSegmentsAsync(logId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken) =>
        _reader.FindLastSegmentAsync(logId, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SegmentVersion> ListVersionsAsync(string logId, CancellationToken cancellationToken) =>
        _reader.ListVersionsAsync(logId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoredVersion?> ReadVersionAsync(string logId, long segment, string versionId, CancellationToken cancellationToken) =>
        _reader.ReadVersionAsync(logId, segment, versionId, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A slot hidden by a delete marker is no empty slot to a writer: reading it throws.</remarks>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        ArgumentOutOfRangeException.ThrowIfNegative(segment);
        try
        {
            return await ReadSlotAsync(_options.Segment(logId, segment), cancellationToken).ConfigureAwait(false);
        }
        catch (S3CallException exception)
        {
            throw Explain(exception, segment);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SlotOutcome> CreateSegmentAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        ArgumentOutOfRangeException.ThrowIfNegative(segment);
        StoreNames.ThrowIfTooLarge(octets);
        string slot = _options.Segment(logId, segment);
        try
        {
            bool created = _options.UsesClaims
                ? await ClaimAsync(_options.Claim(logId, segment), slot, octets, cancellationToken).ConfigureAwait(false)
                : await TryCreateAsync(_options.SegmentBucket, slot, slot, octets, RetainUntil(octets), cancellationToken).ConfigureAwait(false);
            return created ? SlotOutcome.Created : SlotOutcome.Occupied;
        }
        catch (S3CallException exception)
        {
            throw Explain(exception, segment);
        }
    }

    private async Task<bool> ClaimAsync(string claim, string slot, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        if (await calls.IsThereAsync(_options.SegmentBucket, slot, cancellationToken).ConfigureAwait(false))
        {
            await RemoveClaimAsync(claim, cancellationToken).ConfigureAwait(false);
            return false;
        }

        bool isOurs = await TryCreateAsync(_options.ClaimBucket, claim, slot, octets, retainUntil: null, cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte>? decided = isOurs
            ? octets
            : await calls.ReadAsync(_options.ClaimBucket, claim, null, cancellationToken).ConfigureAwait(false);
        var found = await ReadSlotAsync(slot, cancellationToken).ConfigureAwait(false);
        if (found is { } filled)
        {
            // Whoever lost may have filled the slot with the winner's octets by now.
            isOurs = isOurs && filled.Span.SequenceEqual(octets.Span);
        }
        else
        {
            if (decided is not { } segment)
            {
                throw new S3CallException(S3Failure.Unknown, "A claim is gone, and its slot is empty.");
            }

            await TryCreateAsync(_options.SegmentBucket, slot, slot, segment, RetainUntil(segment), cancellationToken).ConfigureAwait(false);
            if (await ReadSlotAsync(slot, cancellationToken).ConfigureAwait(false) is not { } stored)
            {
                throw new S3CallException(S3Failure.Unknown, "A slot reads empty after it was filled.");
            }

            // A slot that someone filled past its claim is theirs, whatever the claim said.
            isOurs = isOurs && stored.Span.SequenceEqual(segment.Span);
        }

        await RemoveClaimAsync(claim, cancellationToken).ConfigureAwait(false);
        return isOurs;
    }

    /// <summary>Of a slot that is known to be filled. Best effort: a claim that stays costs space, and decides nothing any more.</summary>
    private async Task RemoveClaimAsync(string claim, CancellationToken cancellationToken)
    {
        try
        {
            await calls.DeleteAsync(_options.ClaimBucket, claim, null, cancellationToken).ConfigureAwait(false);
        }
        catch (S3CallException)
        {
            // The slot is filled, and so the outcome stands.
        }
    }

    /// <summary>
    /// False when somebody's octets are there already. A conflict says that somebody else was at it at the same time, and not who won: then
    /// the object is read, and the slot that it is about, since a claim may be gone by then; while both are empty the same octets are sent again.
    /// </summary>
    private async Task<bool> TryCreateAsync(
        string bucket, string key, string slot, ReadOnlyMemory<byte> octets, DateTimeOffset? retainUntil, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await calls.CreateAsync(bucket, key, octets, retainUntil, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (S3CallException exception) when (exception.Failure is S3Failure.Exists)
            {
                return false;
            }
            catch (S3CallException exception) when (exception.Failure is S3Failure.Conflict && attempt < _options.Settings.MaxAttempts)
            {
                if (await calls.ReadAsync(bucket, key, null, cancellationToken).ConfigureAwait(false) is not null ||
                    (key != slot && await ReadSlotAsync(slot, cancellationToken).ConfigureAwait(false) is not null))
                {
                    return false;
                }

                await calls.PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task<ReadOnlyMemory<byte>?> ReadSlotAsync(string slot, CancellationToken cancellationToken) =>
        calls.ReadAsync(_options.SegmentBucket, slot, null, cancellationToken);

    /// <summary>
    /// From the seal's time or now, whichever is later: in whole seconds, as stores keep it, and with an hour to spare, so that a policy which
    /// counts the days left in whole ones counts all of them.
    /// </summary>
    private DateTimeOffset RetainUntil(ReadOnlyMemory<byte> octets)
    {
        var now = calls.Time.GetUtcNow();
        var from = SealTime.TryRead(octets.Span, out var sealedAt) && sealedAt > now
            ? sealedAt < now + MaxClockLead ? sealedAt : now + MaxClockLead
            : now;
        var until = from.AddDays(_options.Settings.RetainDays) + RetainMargin;
        return DateTimeOffset.FromUnixTimeSeconds(until.ToUnixTimeSeconds());
    }

    private static StoreException Explain(S3CallException exception, long segment) => exception.Failure is S3Failure.Hidden
        ? new StoreException($"The slot of segment {segment} is hidden by a delete marker: somebody tried to delete it. Nothing is written until the marker is removed.")
        : exception.ToStoreException();
}
