using System.Globalization;
using Signet.Ledger;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Flow;

/// <summary>
/// An escalation that somebody may approve. Its record holds all that an approval will need; tool, digest of the arguments and policy
/// are members of the event itself.
/// </summary>
/// <param name="EventId">The id of the event that is its record, so that whoever knows the approval's name finds the record by it.</param>
/// <param name="Request">Who may approve, as the policy says.</param>
/// <param name="ExpiresAt">When it counts no more.</param>
internal sealed record PendingApproval(Guid EventId, ApprovalRequest Request, DateTimeOffset ExpiresAt)
{
    public const string Header = "X-Signet-Approval-Id";

    /// <summary>The most that a caller is told of for one answer; the log has them all.</summary>
    public const int MaxTold = 16;

    /// <summary>What to ask for: a UUID of version 7, of the gateway's making.</summary>
    public string Id => EventId.ToString("D");

    /// <summary>RFC 3339 in UTC, as times in the log are.</summary>
    public string ExpiresAtText => LedgerText.FormatTime(ExpiresAt);

    /// <summary>What the event's metadata says of it: one item for each approver.</summary>
    public IEnumerable<KeyValuePair<string, string>> Metadata =>
    [
        new("approval_id", Id),
        new("approval_expires_at", ExpiresAtText),
        new("approval_quorum", Request.Quorum.ToString(CultureInfo.InvariantCulture)),
        .. Request.Approvers.Select(approver => KeyValuePair.Create("approver", approver)),
    ];
}
