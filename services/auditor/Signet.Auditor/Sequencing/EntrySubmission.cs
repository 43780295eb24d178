using Signet.Ledger.Entries;

namespace Signet.Auditor.Sequencing;

/// <summary>Entries of the auditor's own that belong into one segment.</summary>
internal sealed class EntrySubmission(IReadOnlyList<EntryBody> bodies) : Submission
{
    public IReadOnlyList<EntryBody> Bodies { get; } = bodies;
}
