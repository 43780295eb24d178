using Signet.Policy.Documents;
using Signet.Policy.Owners;

namespace Signet.Policy.Checks.ToolCallInspector.Reading;

/// <summary>Reads <c>approvers</c>, <c>quorum</c> and <c>expires_after</c>.</summary>
internal static class ApproverReader
{
    private const int MaxApprovers = 16;
    private const int MaxLength = 262;
    private const int MinSeconds = 60;
    private const int MaxSeconds = 7 * 24 * 60 * 60;
    private const int UsualSeconds = 60 * 60;
    private const string Prefix = "human:";

    /// <summary>Null when nobody is named.</summary>
    internal static ApproverRule? Read(OptionReader reader)
    {
        IReadOnlyList<string> approvers = reader.Texts("approvers", MaxApprovers, MaxLength);
        int quorum = reader.Number("quorum", 1, MaxApprovers, 1);
        int seconds = reader.Number("expires_after", MinSeconds, MaxSeconds, UsualSeconds);
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (string approver in approvers)
        {
            bool isPerson = approver.StartsWith(Prefix, StringComparison.Ordinal) && OwnerId.IsValid(approver[Prefix.Length..]);
            if (!isPerson || !seen.Add(approver))
            {
                reader.Error("approvers", "must be of people, human:<id>, each once: agents and policies approve nothing");
            }
        }

        if (approvers.Count == 0)
        {
            foreach (string member in (ReadOnlySpan<string>)["approvers", "quorum", "expires_after"])
            {
                if (reader.Has(member))
                {
                    reader.Error(member, "needs approvers");
                }
            }

            return null;
        }

        if (quorum > approvers.Count)
        {
            reader.Error("quorum", "is more than there are approvers");
        }

        return new ApproverRule(approvers, quorum, TimeSpan.FromSeconds(seconds));
    }
}
