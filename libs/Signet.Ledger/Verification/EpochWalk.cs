using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.State;

namespace Signet.Ledger.Verification;

/// <summary>
/// Which epoch and which chain key each segment belongs to. Owns the epoch's number, the current key's id, the id that the log named
/// for the next epoch, and the ids it retired; tells <see cref="MacChain"/> when to take up a key or go without.
/// </summary>
internal sealed class EpochWalk(LogTrust trust, FindingLog findings, MacChain macs, CheckpointKeys checkpointKeys)
{
    private readonly HashSet<string> _retiredKeys = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Digest> _sealedKeys = [];
    private string _keyId = "";
    private long _openedAt;
    private SealedKey? _sealedKey;

    // Whether the checkpoint key signed the sealed key, and whether that key's being wrong was reported where its epoch began.
    private bool _vouched;
    private bool _unopened;
    private string? _namedKeyId;
    private bool _rotationDue;

    /// <summary>The epoch of the segment at hand; 0 before the first.</summary>
    public long Epoch { get; private set; }

    /// <summary>True when the segment at hand begins its epoch.</summary>
    public bool Opens { get; private set; }

    /// <summary>True when the segment at hand begins an epoch that the log has had, which was reported.</summary>
    public bool Repeats { get; private set; }

    /// <summary>True for the entry with which the current epoch begins.</summary>
    public bool IsOpenedBy(EntryBody body) => body is EpochBody epoch && epoch.Epoch == Epoch && epoch.KeyId == _keyId;

    /// <summary>Something before the next segment is missing or not what was written: a chain key may have been named in it.</summary>
    public void LoseTrack() => (_rotationDue, _namedKeyId) = (false, null);

    /// <summary>
    /// Decides which epoch the segment belongs to. Header and epoch entry say it twice; where they differ, the one that continues the
    /// walk is followed, so that a changed header costs one finding and not the rest of the epoch.
    /// </summary>
    /// <param name="reading">The segment.</param>
    /// <param name="known">True when the segment before it was read, or there is none.</param>
    public void Follow(SegmentReading reading, bool known)
    {
        var (number, header, opener) = (reading.Number, reading.Segment!.Header, reading.Opener);
        var rotationDue = _rotationDue;
        _rotationDue = false;
        Repeats = known && opener?.Epoch <= Epoch && header.Epoch == opener.Epoch;
        Opens = Repeats ? macs.MadeBy(reading, header.Epoch, header.KeyId, opener!.SealedKey) == true
            : known ? opener?.Epoch == Epoch + 1 || (header.Epoch == Epoch + 1 && MayOpen(reading, opener))
            : header.Epoch > Epoch && opener?.Epoch == header.Epoch;
        if (Repeats)
        {
            findings.Report(
                FindingKind.EpochRegression, number, reading.Facts[reading.OpenerLine].Seq, $"epoch {header.Epoch} begins again after epoch {Epoch}");
        }
        else if (header.Epoch < Epoch || (known && header.Epoch > Epoch + (Opens ? 1 : 0)) || (Opens && header.Epoch == Epoch))
        {
            findings.Report(FindingKind.EpochRegression, number, null, $"epoch {header.Epoch} after epoch {Epoch}");
        }
        else if (!Opens && header.Epoch == Epoch && header.KeyId != _keyId)
        {
            findings.Report(FindingKind.UnknownKey, number, null, "the chain key changes within an epoch");
        }

        if (Opens)
        {
            Open(reading, header, opener);
        }
        else if (!known && header.Epoch > Epoch)
        {
            (Epoch, _keyId) = (header.Epoch, header.KeyId);
            macs.ForgetKey();
            if (macs.HasSecrets)
            {
                findings.Note($"The first segment of epoch {header.Epoch} is missing or unreadable: its MACs could not be checked.");
            }
        }
        else if (known && rotationDue)
        {
            findings.Report(FindingKind.EpochRegression, number, null, "the chain key was replaced and no new epoch begins");
        }

        if (_retiredKeys.Contains(header.KeyId))
        {
            findings.Report(FindingKind.KeyRetired, number, null, "the segment's chain key was retired before it");
        }
    }

    /// <summary>Takes note of the chain key that the genesis entry names.</summary>
    public void ApplyGenesis(long number, GenesisBody genesis)
    {
        _namedKeyId = genesis.KeyId;
        if (genesis.KeyId != _keyId)
        {
            findings.Report(FindingKind.UnknownKey, number, 0, "the genesis entry names another chain key than its segment");
        }
    }

    /// <summary>Retires a chain key: the next segment begins an epoch under the one named.</summary>
    public void ApplyKey(long number, long seq, KeyBody key)
    {
        if (key.From != _keyId)
        {
            findings.Report(FindingKind.UnknownKey, number, seq, "a key entry retires another chain key than the current one");
        }

        _retiredKeys.Add(key.From);
        _namedKeyId = key.To;
        _rotationDue = true;
    }

    /// <summary>
    /// True when the segment may begin the epoch that its header names. Where another entry stands in the place of the epoch's own, a header
    /// that was changed is likelier, unless the new epoch's key has made that entry's MAC.
    /// </summary>
    private bool MayOpen(SegmentReading reading, EpochBody? opener) =>
        opener is not null || reading.Number == 0 || !reading.Facts[reading.OpenerLine].IsWellFormed ||
        macs.MadeBy(reading, reading.Segment!.Header.Epoch, reading.Segment.Header.KeyId, null) == true;

    /// <summary>Checks the key that was sealed for the epoch, once its entry is known to be the one that was written.</summary>
    public void ApplyEpoch(long number, long seq, EpochBody epoch)
    {
        if (epoch.SealedKey is null || !IsOpenedBy(epoch))
        {
            return;
        }

        CompareWithSeen(number, seq, epoch.SealedKey);

        // The signature covers the key and the MAC before the entry: where one of these was reported, it would only be reported again.
        if (!_vouched && !_unopened && !macs.ContinuesAChange)
        {
            findings.Report(FindingKind.UnknownKey, number, seq, "the epoch's sealed key is not signed by the log's checkpoint key");
        }
    }

    private void CompareWithSeen(long number, long? seq, SealedKey sealedKey)
    {
        var digest = Digest.Of(sealedKey.Ciphertext.Span);
        if (trust.SeenSealedKeys.TryGetValue(Epoch, out var seen) && seen != digest)
        {
            findings.Report(FindingKind.RolledBack, number, seq, "the epoch's sealed key is another than the one seen before");
        }

        _sealedKeys[Epoch] = digest;
    }

    private void Open(SegmentReading reading, SegmentHeader header, EpochBody? opener)
    {
        var number = reading.Number;
        Epoch = opener is not null && header.Epoch != opener.Epoch && opener.Epoch == Epoch + 1 ? opener.Epoch : header.Epoch;
        _keyId = header.KeyId;
        if (opener is not null && opener.KeyId != header.KeyId)
        {
            // The one that the log has named, and that made the entry's MAC as far as that can be told, is followed.
            var madeEntry = macs.MadeBy(reading, Epoch, opener.KeyId, opener.SealedKey) ?? !macs.HasSecrets;
            _keyId = (_namedKeyId ?? opener.KeyId) == opener.KeyId && madeEntry ? opener.KeyId : header.KeyId;
            if (_keyId == opener.KeyId)
            {
                findings.Report(FindingKind.UnknownKey, number, null, "the header names another chain key than the epoch's entry");
            }
        }
        else if (_namedKeyId is { } named && named != _keyId)
        {
            findings.Report(FindingKind.UnknownKey, number, null, "the epoch's chain key is not the one that the log named last");
        }

        (_openedAt, _sealedKey) = (number, opener?.SealedKey);
        _vouched = _sealedKey is null || checkpointKeys.Current(reading) is not { } signer || macs.Vouched(_sealedKey, signer, Epoch, reading) != false;
        _unopened = !macs.BeginEpoch(number, Epoch, _keyId, _sealedKey, known: opener is not null);
    }

    /// <summary>SHA-256 of the ciphertexts of the sealed keys walked past, by epoch.</summary>
    public IReadOnlyDictionary<long, Digest> SealedKeys => _sealedKeys;

    /// <summary>Goes on from what a log's state object tells, with the key of the segment before its head.</summary>
    public void Begin(LogState state)
    {
        (Epoch, _keyId, _namedKeyId) = (state.Epoch, state.KeyId, state.NextKeyId);
        (_openedAt, _sealedKey) = (state.EpochSegment, state.Opening?.SealedKey);
        _retiredKeys.UnionWith(state.RetiredKeys);
        _rotationDue = state.NextKeyId != state.KeyId;
        if (_sealedKey is not null)
        {
            CompareWithSeen(_openedAt, null, _sealedKey);
        }

        Resume(state.Head.NextSegment - 1);
    }

    public void Save(ref CanonicalWriter writer)
    {
        writer.Key("epochs"u8);
        writer.BeginObject();
        writer.Integer("epoch"u8, Epoch);
        writer.String("key_id"u8, _keyId);
        writer.OptionalString("named_key_id"u8, _namedKeyId);
        writer.Integer("opened_at"u8, _openedAt);
        writer.Key("retired"u8);
        writer.BeginArray();
        foreach (var key in _retiredKeys.Order(StringComparer.Ordinal))
        {
            writer.String(key);
        }

        writer.EndArray();
        writer.Boolean("rotation_due"u8, _rotationDue);
        if (_sealedKey is not null)
        {
            // In the one form that keys are read in.
            var epoch = new EpochBody { Epoch = Epoch, Writer = _keyId, KeyId = _keyId, SealedKey = _sealedKey };
            writer.Base64("sealed_key"u8, EntryCodec.Write(new Entry(0, DateTimeOffset.UnixEpoch, epoch)));
        }

        writer.EndObject();
    }

    public void Load(ref CanonicalReader reader)
    {
        reader.Key("epochs"u8);
        reader.BeginObject();
        reader.Key("epoch"u8);
        Epoch = reader.Integer(1);
        reader.Key("key_id"u8);
        _keyId = reader.Identifier();
        _namedKeyId = reader.OptionalIdentifier("named_key_id"u8);
        reader.Key("opened_at"u8);
        _openedAt = reader.Integer();
        reader.Key("retired"u8);
        _retiredKeys.UnionWith(reader.Strings(int.MaxValue, LedgerText.MaxIdentifierLength));
        reader.Key("rotation_due"u8);
        _rotationDue = reader.Boolean();
        if (reader.TryKey("sealed_key"u8))
        {
            _sealedKey = (EntryCodec.Read(reader.Base64(0, Entry.MaxOctets)).Entry?.Body as EpochBody)?.SealedKey;
            if (_sealedKey is null)
            {
                reader.Fail();
            }
        }

        reader.EndObject();
    }

    /// <summary>Takes up a segment's chain key within the epoch, whose entry isn't read again.</summary>
    public void Resume(long segment)
    {
        _vouched = true;
        _unopened = !macs.BeginEpoch(_openedAt, Epoch, _keyId, _sealedKey, known: true);
        macs.TurnTo(segment);
    }
}
