using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Signet.Ledger.State;

namespace Signet.Ledger.Verification;

/// <summary>
/// What the entries say, once they are known to be the ones that were written. Owns the settings in force, the times of the first and
/// the last entry, and whether the log has ended; checks an entry's time and place, and hands what it says to the part of the walk
/// that it concerns.
/// </summary>
internal sealed class EntryWalk(
    LogTrust trust, FindingLog findings, EpochWalk epochs, ProducerWalk producers, AnchorWalk anchors, CheckpointKeys checkpointKeys)
{
    private bool _ended;

    /// <summary>The settings in force; null before the genesis entry.</summary>
    public LedgerSettings? Settings { get; private set; }

    /// <summary>The time of the first entry, or null.</summary>
    public DateTimeOffset? From { get; private set; }

    /// <summary>The time of the last entry, or null.</summary>
    public DateTimeOffset? Through { get; private set; }

    /// <summary>Checks an entry against those before it, and takes note of what it says.</summary>
    /// <param name="reading">The segment.</param>
    /// <param name="line">The entry's line, the first entry's being 0; the entry is well-formed.</param>
    public void Apply(SegmentReading reading, int line)
    {
        var number = reading.Number;
        ref readonly var entry = ref reading.Facts[line];
        if (_ended && entry.Body is not SealBody)
        {
            findings.Report(FindingKind.LogEnded, number, entry.Seq, "an entry stands behind the log's end");
        }

        CheckTime(number, entry);
        CheckPlace(reading, line, entry);
        anchors.Entry(entry);
        switch (entry.Body)
        {
            case GenesisBody genesis:
                ApplyGenesis(number, genesis);
                break;
            case SettingsBody settings:
                ApplySettings(number, entry.Seq, settings.Settings);
                break;
            case null:
                producers.ApplyCommit(reading, line);
                break;
            case ProducerKeyBody key:
                producers.ApplyKey(key);
                break;
            case VerificationBody report:
                producers.ApplyVerification(number, entry, report);
                break;
            case GapBody gap:
                producers.ApplyGap(gap);
                break;
            case CheckpointKeyBody rotation:
                checkpointKeys.ApplyRotation(number, entry.Seq, rotation);
                break;
            case EpochBody epoch:
                epochs.ApplyEpoch(number, entry.Seq, epoch);
                break;
            case KeyBody key:
                epochs.ApplyKey(number, entry.Seq, key);
                break;
            case AnchorBody anchor:
                anchors.Apply(number, entry, anchor, Settings?.Anchors);
                break;
            case EndBody:
                _ended = true;
                break;
            default:
                break;
        }
    }

    private void CheckTime(long number, in EntryFacts entry)
    {
        From ??= entry.RecordedAt;
        if (entry.RecordedAt < Through)
        {
            findings.Report(FindingKind.TimeContradicted, number, entry.Seq, "the entry's time is before that of the entry before it");
        }
        else if (anchors.Contradicts(entry.RecordedAt))
        {
            findings.Report(
                FindingKind.TimeContradicted, number, entry.Seq, "the entry's time is before that of an anchor that precedes it");
        }

        Through = entry.RecordedAt;
    }

    /// <summary>Genesis, epoch and seal have places of their own, and stand nowhere else.</summary>
    private void CheckPlace(SegmentReading reading, int line, in EntryFacts entry)
    {
        var (number, last) = (reading.Number, line == reading.Count - 1);
        var epochLine = !epochs.Opens && !epochs.Repeats ? -1 : number == 0 ? 1 : 0;
        var fault = entry.Body switch
        {
            GenesisBody when entry.Seq != 0 => "a genesis entry that is not the first",
            not GenesisBody when entry.Seq == 0 => "the first entry is not a genesis entry",
            SealBody when !last => "a seal that is not the last entry of its segment",
            not SealBody when last => "the last entry of the segment is not a seal",
            EpochBody when line != epochLine || !(epochs.Repeats || epochs.IsOpenedBy(entry.Body!)) => "an epoch entry that does not open its segment's epoch",
            not EpochBody when line == epochLine => "the epoch does not begin with its entry",
            KeyBody when reading.Facts[line + 1] is { IsWellFormed: true, Body: not SealBody } => "a key entry that does not close its segment",
            _ => null,
        };
        if (fault is not null)
        {
            findings.Report(FindingKind.MalformedEntry, number, entry.Seq, fault);
        }
    }

    private void ApplyGenesis(long number, GenesisBody genesis)
    {
        Settings = genesis.Settings;
        if (genesis.LogId != trust.LogId)
        {
            findings.Report(FindingKind.MalformedEntry, number, 0, "the genesis entry is of another log");
        }

        checkpointKeys.ApplyGenesis(number, genesis);
        epochs.ApplyGenesis(number, genesis);
    }

    private void ApplySettings(long number, long seq, LedgerSettings settings)
    {
        if (settings.RetainDays < Settings?.RetainDays)
        {
            findings.Report(FindingKind.MalformedEntry, number, seq, "the settings lower retain_days");
        }

        Settings = settings;
    }

    /// <summary>Goes on from what a log's state object tells.</summary>
    public void Begin(LogState state) => (_ended, Settings, Through) = (state.Ended, state.Settings, state.Head.RecordedAt);

    public void Save(ref CanonicalWriter writer)
    {
        writer.Key("content"u8);
        writer.BeginObject();
        writer.Boolean("ended"u8, _ended);
        if (From is { } from)
        {
            writer.Time("from"u8, from);
        }

        writer.Base64("settings"u8, EntryCodec.Write(new Entry(0, DateTimeOffset.UnixEpoch, new SettingsBody { Settings = Settings! })));
        writer.Time("through"u8, Through ?? default);
        writer.EndObject();
    }

    public void Load(ref CanonicalReader reader)
    {
        reader.Key("content"u8);
        reader.BeginObject();
        reader.Key("ended"u8);
        _ended = reader.Boolean();
        From = reader.TryKey("from"u8) ? reader.Time() : null;
        reader.Key("settings"u8);
        Settings = (EntryCodec.Read(reader.Base64(0, Entry.MaxOctets)).Entry?.Body as SettingsBody)?.Settings;
        if (Settings is null)
        {
            reader.Fail();
        }

        reader.Key("through"u8);
        Through = reader.Time();
        reader.EndObject();
    }
}
