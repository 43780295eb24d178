using System.Security.Cryptography;
using Signet.Ledger.Canonical;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Segments;

namespace Signet.Ledger.Verification;

/// <summary>
/// The MACs of a walk (format 1, section 3). Owns the chain key of the segment at hand, its ratchet, and the MAC that the next entry
/// continues. Without a key, as in keyless verification or after the loss of an epoch's first segment, every MAC passes as unchecked.
/// </summary>
internal sealed class MacChain(LogTrust trust, FindingLog findings)
{
    // An absurd segment number in a listing must not make the walk turn the ratchet for ever.
    public const long MaxRatchetSteps = 1_000_000;

    private ChainKey? _key;
    private SegmentReading? _forecast;
    private Digest? _previousMac = Digest.Zero;
    private Digest? _previousMacComputed;
    private bool _unchecked;
    private bool _lastHeld = true;

    /// <summary>True when the verifier has secrets; false for keyless verification.</summary>
    public bool HasSecrets => trust.RootSecrets.Count + trust.SealingKeys.Count > 0;

    /// <summary>True when the MACs of every segment so far were checked.</summary>
    public bool Full => HasSecrets && !_unchecked;

    /// <summary>True when the entry before the one checked last had a MAC that was found to be another.</summary>
    public bool ContinuesAChange { get; private set; }

    /// <summary>True while MACs of segments are checked.</summary>
    public bool HasKey => _key is not null;

    /// <summary>
    /// Says whether an epoch's key, sealed or of a root secret, made the MAC of the entry with which the epoch would begin in a segment. Null
    /// when that can't be told.
    /// </summary>
    public bool? MadeBy(SegmentReading reading, long epoch, string keyId, SealedKey? sealedKey)
    {
        using var key = sealedKey is null ? OfSecret(reading.Number, epoch, keyId) : OfSealed(reading.Number, epoch, sealedKey);
        var line = reading.OpenerLine;
        return key is null || MacBefore(reading) is not { } mac
            ? null
            : key.MacEntry(reading.Segment!.Header.FirstSeq + line, reading.Leaves[line], mac) == reading.Segment.Lines[line].Mac;
    }

    /// <summary>Takes up the key of an epoch that begins with a segment: the one sealed in its entry, or else that of the root secret.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="keyId">The key's name.</param>
    /// <param name="sealedKey">The sealed key in the epoch's entry, if there is one.</param>
    /// <param name="known">False when that entry can't be read, so that it may have held a sealed key.</param>
    /// <returns>False when the key is wrong or unknown, which was reported.</returns>
    public bool BeginEpoch(long segment, long epoch, string keyId, SealedKey? sealedKey, bool known)
    {
        ForgetKey();
        _key = sealedKey is null ? OfSecret(segment, epoch, keyId) : OfSealed(segment, epoch, sealedKey);
        if (_key is not null || !HasSecrets)
        {
            return true;
        }

        if (sealedKey is null ? !known : RecipientOf(sealedKey) is null)
        {
            findings.Note(sealedKey is null
                ? $"The entry of epoch {epoch} is unreadable, and no root secret was given for its chain key: its MACs could not be checked."
                : $"The chain key of epoch {epoch} is sealed for somebody else: its MACs could not be checked.");
            return true;
        }

        findings.Report(
            FindingKind.UnknownKey, segment, null,
            sealedKey is null
                ? "no root secret was given for the epoch's chain key"
                : "the epoch's sealed key can't be opened with the key that it is sealed for");
        return false;
    }

    /// <summary>Turns the ratchet until the key is the segment's.</summary>
    public void TurnTo(long segment)
    {
        if (_key is null || segment - _key.Segment > MaxRatchetSteps)
        {
            ForgetKey();
            return;
        }

        while (_key.Segment < segment)
        {
            _key.Ratchet();
        }
    }

    /// <summary>The MAC before the next entry isn't known: that entry's goes unchecked, and the chain goes on from it.</summary>
    public void LoseTrack() => (_previousMac, _previousMacComputed) = (null, null);

    /// <summary>Goes without a key until an epoch begins.</summary>
    public void ForgetKey()
    {
        _key?.Dispose();
        _key = null;
    }

    /// <summary>Erases the key at the end of the walk. Segments that are pushed all the same find no MAC that holds.</summary>
    public void Close() => _key?.Dispose();

    /// <summary>Takes up what was found of a segment's MACs before the walk got there, if the key was the right one.</summary>
    public void BeginSegment(SegmentReading reading)
    {
        _unchecked |= _key is null;
        _forecast = reading.Key is { } forecast && _key is not null && forecast.IsSameAs(_key) ? reading : null;
    }

    /// <summary>Checks the MAC of the next entry, in a line of the segment at hand, and goes on from the one that is stored.</summary>
    /// <returns>False when it was checked and is another.</returns>
    public bool CheckEntry(long seq, int line, Digest leaf, Digest storedMac)
    {
        ContinuesAChange = !_lastHeld;
        _lastHeld = true;

        // The forecast held if it was made for this number and continues the MAC stored before, as the walk does.
        if (line > 0 && _forecast is { } forecast && forecast.Segment!.Header.FirstSeq + line == seq && forecast.MacsHold[line] &&
            _previousMac is not null)
        {
            (_previousMac, _previousMacComputed) = (storedMac, null);
            return true;
        }

        var holds = true;
        if (_key is { } key && _previousMac is { } previous)
        {
            var computed = key.MacEntry(seq, leaf, previous);
            holds = computed == storedMac;
            if (!holds && _previousMacComputed is { } alternative)
            {
                // The MAC before this one was itself changed and has been reported; what it should have been gives this one.
                computed = key.MacEntry(seq, leaf, alternative);
                holds = computed == storedMac;
            }

            _previousMacComputed = holds ? null : computed;
        }

        (_previousMac, _lastHeld) = (storedMac, holds);
        return holds;
    }

    /// <summary>Checks the MAC in a segment's footer and reports one that doesn't hold.</summary>
    /// <returns>False when it was checked and is another.</returns>
    public bool CheckSegment(long number, SegmentObject segment)
    {
        var footer = segment.Footer;
        if (_key is not { } key || key.MacSegment(segment.BeforeFooter, footer.Size, footer.Root) == footer.Mac)
        {
            return true;
        }

        findings.Report(FindingKind.SegmentMacMismatch, number, null, "the segment's MAC is not the one that key and segment give");
        return false;
    }

    /// <summary>
    /// Goes on behind a segment of which only the seal is read. Where its key is known, it must have made the seal's MAC and the segment's,
    /// which is over all of it.
    /// </summary>
    /// <param name="segment">The segment, whose key was taken up.</param>
    /// <param name="macBeforeSeal">The MAC that the seal's continues.</param>
    /// <returns>False when one was checked and is another.</returns>
    public bool Begin(SegmentObject segment, Digest macBeforeSeal)
    {
        (_previousMac, _unchecked) = (macBeforeSeal, _key is null);
        var (number, seal) = (segment.Header.Segment, segment.Lines[^1]);
        var holds = CheckEntry(segment.Footer.Size - 1, 0, MerkleTree.HashLeaf(seal.Entry.Span), seal.Mac) && CheckSegment(number, segment);
        TurnTo(number + 1);
        return holds;
    }

    public void Save(ref CanonicalWriter writer) => writer.Digest("mac"u8, _previousMac ?? Digest.Zero);

    public void Load(ref CanonicalReader reader)
    {
        reader.Key("mac"u8);
        _previousMac = reader.Digest();
    }

    /// <summary>Says whether the checkpoint key vouches for a sealed key where it stands. Null when the MAC before it isn't known.</summary>
    /// <param name="sealedKey">The key.</param>
    /// <param name="signer">The log's checkpoint key by then.</param>
    /// <param name="epoch">The epoch that it is for.</param>
    /// <param name="reading">The epoch's first segment.</param>
    public bool? Vouched(SealedKey sealedKey, VerifierKey signer, long epoch, SegmentReading reading) =>
        MacBefore(reading) is { } mac ? SealedEpochKey.Verify(sealedKey, signer, epoch, reading.Number, mac) : null;

    /// <summary>The MAC that the entry with which an epoch begins continues; null when it isn't known.</summary>
    private Digest? MacBefore(SegmentReading reading) =>
        reading.OpenerLine > 0 ? reading.Segment!.Lines[reading.OpenerLine - 1].Mac : _previousMac;

    private ChainKey? OfSecret(long segment, long epoch, string keyId) =>
        trust.RootSecrets.TryGetValue(keyId, out var secret) && secret.Length >= ChainKey.MinRootOctets
            ? ChainKey.ForEpoch(secret.Span, trust.LogId, epoch, segment)
            : null;

    private ChainKey? OfSealed(long segment, long epoch, SealedKey sealedKey) =>
        RecipientOf(sealedKey) is { } privateKey ? SealedEpochKey.Open(sealedKey, privateKey, epoch, segment) : null;

    private RSA? RecipientOf(SealedKey sealedKey) =>
        trust.SealingKeys.FirstOrDefault(key => SealedEpochKey.RecipientOf(key) == sealedKey.Recipient);

    /// <summary>A copy of the key of the segment at hand, or null.</summary>
    public ChainKey? CloneKey() => _key?.Clone();
}
