using Signet.Ledger.Entries;

namespace Signet.Auditor.Sequencing;

/// <summary>Something that can't be an event.</summary>
internal sealed class QuarantineSubmission(QuarantineBody body) : Submission
{
    public QuarantineBody Body { get; } = body;
}
