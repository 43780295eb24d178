using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;

namespace Signet.Ledger.Verification;

/// <summary>
/// Which epoch and which chain key each segment belongs to. Owns the epoch's number, the current key's id, the id that the log named
/// for the next epoch, and the ids it retired; tells <see cref="MacChain"/> when to take up a key or go without.
/// </summary>
internal sealed class EpochWalk(LogTrust trust, FindingLog findings, MacChain macs, CheckpointKeys checkpointKeys)
{
    private readonly HashSet<string> _retiredKeys = new(StringComparer.Ordinal);
    private string _keyId = "";
    private long _openedAt;
    private SealedKey? _sealedKey;
    private readonly Dictionary<long, Digest> _sealedKeys = [];
    private string? _namedKeyId;
    private bool _rotationDue;

    /// <summary>The epoch of the segment at hand; 0 before the first.</summary>
    public long Epoch { get; private set; }

    /// <summary>True when the segment at hand begins its epoch.</summary>
    public bool Opens { get; private set; }

    /// <summary>True for the entry with which the current epoch begins.</summary>
    public bool IsOpenedBy(EntryBody body) => body is EpochBody epoch && epoch.Epoch == Epoch && epoch.KeyId == _keyId;

    /// <summary>Segments before the next are missing or unreadable: an epoch may have begun in them.</summary>
    public void LoseTrack() => _rotationDue = false;

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
        Opens = known
            ? header.Epoch == Epoch + 1 || opener?.Epoch == Epoch + 1
            : header.Epoch > Epoch && opener?.Epoch == header.Epoch;
        if (header.Epoch < Epoch || (known && header.Epoch > Epoch + 1) || (Opens && header.Epoch == Epoch))
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
            if (macs.Full)
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

    private void Open(SegmentReading reading, SegmentHeader header, EpochBody? opener)
    {
        var number = reading.Number;
        Epoch = opener is not null && header.Epoch != opener.Epoch && opener.Epoch == Epoch + 1 ? opener.Epoch : header.Epoch;
        _keyId = header.KeyId;
        if (opener is not null && opener.KeyId != header.KeyId)
        {
            // The one that the log has named, or that the verifier has a secret for, is followed.
            _keyId = (_namedKeyId ?? opener.KeyId) == opener.KeyId && macs.CanFollow(opener.KeyId) ? opener.KeyId : header.KeyId;
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
        if (_sealedKey is not null)
        {
            CheckSealedKey(reading, _sealedKey);
        }

        macs.BeginEpoch(number, Epoch, _keyId, _sealedKey);
    }

    /// <summary>SHA-256 of the ciphertexts of the sealed keys walked past, by epoch.</summary>
    public IReadOnlyDictionary<long, Digest> SealedKeys => _sealedKeys;

    private void CheckSealedKey(SegmentReading reading, SealedKey sealedKey)
    {
        var seq = reading.Facts[reading.OpenerLine].Seq;
        var digest = Digest.Of(sealedKey.Ciphertext.Span);
        if (trust.SeenSealedKeys.TryGetValue(Epoch, out var seen) && seen != digest)
        {
            findings.Report(FindingKind.RolledBack, reading.Number, seq, "the epoch's sealed key is another than the one seen before");
        }

        _sealedKeys[Epoch] = digest;
        if (checkpointKeys.Current(reading) is { } signer && macs.Vouched(sealedKey, signer, Epoch, reading) == false)
        {
            findings.Report(FindingKind.UnknownKey, reading.Number, seq, "the epoch's sealed key is not signed by the log's checkpoint key");
        }
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

    /// <summary>Takes up the chain key again after the state was loaded.</summary>
    public void Resume(long nextSegment)
    {
        macs.BeginEpoch(_openedAt, Epoch, _keyId, _sealedKey);
        macs.TurnTo(nextSegment);
    }
}
