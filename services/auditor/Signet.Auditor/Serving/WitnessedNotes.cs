using System.Globalization;
using Signet.Ledger;
using Signet.Storage;

namespace Signet.Auditor.Serving;

/// <summary>
/// The checkpoints that witnesses cosigned, among the derived objects: <c>witness/{name}/{size:020d}</c>, and <c>witness/{name}/latest</c>.
/// </summary>
internal sealed class WitnessedNotes(AuditorOptions options, IDerivedStore derived)
{
    private const string Latest = "latest";

    public async ValueTask<byte[]?> FindAsync(string witness, CancellationToken cancellationToken) =>
        LedgerText.IsIdentifier(witness) &&
        await derived.ReadAsync(options.LogId, NameOf(witness, Latest), cancellationToken).ConfigureAwait(false) is { } note
            ? note.ToArray()
            : null;

    public async ValueTask PutAsync(string witness, long size, ReadOnlyMemory<byte> note, CancellationToken cancellationToken)
    {
        await derived.PutAsync(options.LogId, NameOf(witness, size.ToString("d20", CultureInfo.InvariantCulture)), note, cancellationToken)
            .ConfigureAwait(false);
        await derived.PutAsync(options.LogId, NameOf(witness, Latest), note, cancellationToken).ConfigureAwait(false);
    }

    private static string NameOf(string witness, string note) => $"witness/{witness}/{note}";
}
