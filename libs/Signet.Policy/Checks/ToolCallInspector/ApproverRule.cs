using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>Who may approve calls. It comes from the policy alone.</summary>
/// <param name="Approvers">People, as <c>human:&lt;id&gt;</c>; at most 16.</param>
/// <param name="Quorum">How many of them must; 1 or more.</param>
/// <param name="ExpiresAfter">How long an approval counts: 60 s to 7 days.</param>
public sealed record ApproverRule(IReadOnlyList<string> Approvers, int Quorum, TimeSpan ExpiresAfter)
{
    /// <summary>
    /// What an approval of this requester's call will need; null when too few may approve it, since nobody approves what he asks for
    /// himself. An id that differs in case alone counts as his too.
    /// </summary>
    internal ApprovalRequest? For(Owner requester)
    {
        // Who doesn't say who he is may be any of them.
        if (!requester.IsResolved)
        {
            return null;
        }

        string self = requester.ToString();
        string[] others = [.. Approvers.Where(approver => !approver.Equals(self, StringComparison.OrdinalIgnoreCase))];
        return others.Length < Quorum
            ? null
            : new ApprovalRequest { Approvers = others, Quorum = Quorum, ExpiresAfter = ExpiresAfter };
    }
}
