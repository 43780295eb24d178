using System.Globalization;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Shared.Terminal;

namespace Signet.Cli.Output;

/// <summary>An entry on one line, for people.</summary>
internal static class EntryLine
{
    public static string Of(Entry entry) => SafeText.Of(string.Create(
        CultureInfo.InvariantCulture, $"{entry.Seq,6}  {LedgerText.FormatTime(entry.RecordedAt)}  {entry.Body.Type,-13} {Summary(entry.Body)}"));

    private static string Summary(EntryBody body) => body switch
    {
        CommitBody { SignedEvent.Event: { } value } => Summary(value),
        GenesisBody genesis => genesis.LogId,
        EpochBody epoch => string.Create(CultureInfo.InvariantCulture, $"epoch {epoch.Epoch} by {epoch.Writer}"),
        ProducerKeyBody key => $"{key.Producer} {(key.Revoked ? "revoked" : "added")} {key.KeyId}",
        AnchorBody anchor => string.Create(
            CultureInfo.InvariantCulture, $"{anchor.Tsa} stamped size {anchor.TreeSize} at {LedgerText.FormatTime(anchor.GenTime)}"),
        QuarantineBody quarantine => string.Create(CultureInfo.InvariantCulture, $"{quarantine.Why} x{quarantine.Count}"),
        SealBody seal => string.Create(CultureInfo.InvariantCulture, $"segment {seal.Segment}"),
        GapBody gap => string.Create(CultureInfo.InvariantCulture, $"{gap.Producer} from {gap.From}"),
        _ => "",
    };

    private static string Summary(CommitEvent value)
    {
        var phase = EventWords.Of(value.Phase);
        return value.Details is not { } details
            ? $"{phase} {value.Producer.Id}"
            : $"{phase} {EventWords.Of(details.Decision)} by {details.Check} for {details.Owner.Type}:{details.Owner.Id}" +
                (details.Tool is { } tool ? $" tool {tool.Name} ({tool.Tier})" : "") +
                (details.Reason.Length > 0 ? $" - {details.Reason}" : "") + $"  [{details.RequestId}]";
    }
}
