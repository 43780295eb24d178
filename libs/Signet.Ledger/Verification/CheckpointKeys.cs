using System.Text;
using Signet.Ledger.Canonical;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Receipts;

namespace Signet.Ledger.Verification;

/// <summary>
/// The checkpoint keys of a walk. Owns the key that the verifier trusts, or else the one that the log declares of itself, and its
/// successors, each signed by the one before; opens checkpoint notes with them, once all are known.
/// </summary>
internal sealed class CheckpointKeys
{
    private readonly LogTrust _trust;
    private readonly FindingLog _findings;
    private readonly List<VerifierKey> _keys = [];
    private readonly List<byte[]> _notes = [];

    public CheckpointKeys(LogTrust trust, FindingLog findings)
    {
        (_trust, _findings) = (trust, findings);
        if (trust.CheckpointKey is { } key)
        {
            _keys.Add(key);
        }
    }

    /// <summary>True when the log's own first entry is the only source of the first key.</summary>
    public bool SelfDeclared => _trust.CheckpointKey is null;

    /// <summary>The key in force where a segment begins; that of its own genesis entry for the first, where none was given. Null without one.</summary>
    public VerifierKey? Current(SegmentReading reading) =>
        _keys.Count > 0 ? _keys[^1]
        : reading.Facts[0].Body is GenesisBody genesis && VerifierKey.TryParse(genesis.CheckpointVkey, out var declared) ? declared
        : null;

    /// <summary>Checks the key that the genesis entry names; takes it up when the verifier has none.</summary>
    public void ApplyGenesis(long number, GenesisBody genesis)
    {
        if (_trust.CheckpointKey is { } trusted && genesis.CheckpointVkey != trusted.ToString())
        {
            _findings.Report(FindingKind.UnknownKey, number, 0, "the genesis entry names another checkpoint key than the one given");
        }
        else if (!VerifierKey.TryParse(genesis.CheckpointVkey, out var declared))
        {
            _findings.Report(FindingKind.UnknownKey, number, 0, "the genesis entry's checkpoint key is not a verifier key");
        }
        else if (SelfDeclared)
        {
            _keys.Add(declared!);
        }
    }

    /// <summary>Takes up a key that the last one signed.</summary>
    public void ApplyRotation(long number, long seq, CheckpointKeyBody rotation)
    {
        var from = _keys.Count > 0 ? _keys[^1] : null;
        if (from is null || from.ToString() != rotation.From || !VerifierKey.TryParse(rotation.To, out var to) ||
            !CheckpointKeyRotation.Verify(_trust.LogId, from, rotation.To, rotation.Sig.Span))
        {
            _findings.Report(FindingKind.UnknownKey, number, seq, "the new checkpoint key is not signed by the old one");
            return;
        }

        _keys.Add(to!);
    }

    /// <summary>Takes a note in, whose tree is kept to compare it with.</summary>
    public void Add(ReadOnlySpan<byte> note, TreeWalk tree)
    {
        _notes.Add(note.ToArray());
        if (Checkpoint.TryReadUnsigned(note, out var stated))
        {
            tree.Pin(stated!.Size);
        }
    }

    /// <summary>Compares the notes with the tree walked. Those from before the start may be signed by keys that it never saw.</summary>
    public void Compare(TreeWalk tree)
    {
        foreach (var note in _notes)
        {
            var isBeforeStart = Checkpoint.TryReadUnsigned(note, out var stated) && tree.IsBeforeStart(stated!.Size);
            if (!isBeforeStart && Open(note) is { } checkpoint)
            {
                tree.Compare(checkpoint, FindingKind.CheckpointInconsistent, "a signed checkpoint");
            }
        }
    }

    /// <summary>The checkpoint of a proof that holds under one of the keys; else null.</summary>
    public Checkpoint? OpenProof(InclusionReceipt receipt)
    {
        foreach (var key in _keys)
        {
            if (receipt.Verify(key) is not null && Checkpoint.TryOpen(Encoding.UTF8.GetBytes(receipt.Checkpoint), key, out var checkpoint))
            {
                return checkpoint;
            }
        }

        return null;
    }

    /// <summary>Opens a note with whichever key signed it; null, with the reason reported or noted, when none did.</summary>
    private Checkpoint? Open(ReadOnlySpan<byte> note)
    {
        foreach (var key in _keys)
        {
            if (Checkpoint.TryOpen(note, key, out var checkpoint))
            {
                return checkpoint;
            }
        }

        if (_keys.Count == 0)
        {
            _findings.Note("No checkpoint key was given: checkpoints were not checked.");
        }
        else
        {
            _findings.Report(FindingKind.CheckpointInvalid, null, null, "a checkpoint is not signed by the log's checkpoint key");
        }

        return null;
    }

    /// <summary>Goes on from the key in force where the walk starts, for which the checkpoint there vouches.</summary>
    public void Begin(VerifierKey current)
    {
        if (_keys.Count > 0 && _keys[^1] != current)
        {
            _findings.Note(
                "The checkpoint key in force at the start is another than the one given: the entries that replaced it were not read.");
        }

        if (!_keys.Contains(current))
        {
            _keys.Add(current);
        }
    }

    public void Save(ref CanonicalWriter writer)
    {
        writer.Key("checkpoint_keys"u8);
        writer.BeginArray();
        foreach (var key in _keys)
        {
            writer.String(key.ToString());
        }

        writer.EndArray();
    }

    public void Load(ref CanonicalReader reader)
    {
        reader.Key("checkpoint_keys"u8);
        reader.BeginArray();
        var loaded = new List<VerifierKey>();
        while (reader.NextItem())
        {
            if (VerifierKey.TryParse(reader.String(256), out var key))
            {
                loaded.Add(key!);
            }
            else
            {
                reader.Fail();
            }
        }

        // The state continues a walk that began with the key trusted now, or it is another log's, or another trust's.
        if (_trust.CheckpointKey is { } trusted && (loaded.Count == 0 || loaded[0] != trusted))
        {
            reader.Fail();
        }

        _keys.Clear();
        _keys.AddRange(loaded);
    }
}
