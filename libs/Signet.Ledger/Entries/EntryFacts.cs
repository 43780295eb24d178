using Signet.Ledger.Events;

namespace Signet.Ledger.Entries;

/// <summary>
/// What verification needs to know of an entry. A commit, of which there are millions, is checked whole and given as
/// <see cref="CommitFacts"/>; any other type as its body.
/// </summary>
/// <param name="Status">Whether the octets are an entry; nothing else holds unless they are.</param>
/// <param name="Seq">Its number.</param>
/// <param name="RecordedAt">Its time.</param>
/// <param name="Body">What it says; null exactly for a commit.</param>
/// <param name="Commit">The commit, where it is one.</param>
internal readonly record struct EntryFacts(EntryStatus Status, long Seq, DateTimeOffset RecordedAt, EntryBody? Body, CommitFacts Commit)
{
    public bool IsWellFormed => Status == EntryStatus.WellFormed;

    public bool IsCommit => IsWellFormed && Body is null;
}
