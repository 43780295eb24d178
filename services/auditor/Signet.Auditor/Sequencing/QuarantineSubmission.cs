using Signet.Ledger.Entries;

namespace Signet.Auditor.Sequencing;

/// <summary>Something that can't be an event.</summary>
internal sealed class QuarantineSubmission(Delivery delivery, int place, QuarantineBody body) : DeliveredSubmission(delivery, place)
{
    public QuarantineBody Body { get; } = body;
}
