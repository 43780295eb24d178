using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Signet.Ledger.Events;
using Signet.Policy.Documents;
using Signet.Testing;

namespace Signet.FunctionalTests.Parity;

/// <summary>I10: every member of a policy is documented, and those demonstrated here change what happens to some request of a gateway; the others
/// are shown by their checks' own tests.</summary>
public sealed partial class PolicyMemberTests
{
    [Fact]
    public void Documentation_ListsTheMembersThatAreDemonstrated() =>
        Assert.Empty(PolicyDemonstrations.All.Keys.Except(Documented()));

    [Fact]
    public void Documentation_ListsEveryOptionOfEveryCheck()
    {
        // The members of a lattice stand in a section of their own, once for the checks that take one.
        var documented = Documented();
        foreach (var definition in CheckRegistry.BuiltIn.Definitions)
        {
            var section = definition.Name + "/";
            Assert.Equal(
                PolicySchema.OptionsOf(definition).Where(option => !option.StartsWith("lattice.", StringComparison.Ordinal)).Select(option => section + option).Order(StringComparer.Ordinal),
                documented.Where(option => option.StartsWith(section, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Member_InAPolicy_ChangesWhatHappens()
    {
        await using var gateway = await ParityGateway.StartAsync(ParityPolicies.Everything);
        foreach (var (member, demonstration) in PolicyDemonstrations.All)
        {
            var without = await OutcomeAsync(gateway, demonstration.Without, demonstration);
            var with = await OutcomeAsync(gateway, demonstration.With, demonstration);
            Assert.True(without != with, $"{member}: {with}");
        }
    }

    /// <summary>What happens to the demonstration's request: what is wrong with the policy, or what upstream, caller and log see.</summary>
    private static async Task<string> OutcomeAsync(ParityGateway gateway, string policy, PolicyDemonstration demonstration)
    {
        if (!PolicyDocument.TryParse(Encoding.UTF8.GetBytes(policy), out _, out var errors))
        {
            return errors[0].ToString();
        }

        gateway.Enforce(policy);
        var exchange = await gateway.AskAsync(
            demonstration.Script, demonstration.Prompt, demonstration.Reply, streamed: false, demonstration.Adjust);
        var events = gateway.Decisions[exchange.CorrelationId].Select(value =>
            $"{value.Phase} {value.Details!.Decision} {value.Details.Shadow} {value.Details.Reason}{ApprovalOf(value)}");
        var seen = demonstration.Script.Read(exchange.Seen.Said);
        return $"{exchange.Status} {seen.Text} {string.Join(' ', seen.Calls)} {(exchange.Asked is { } asked ? Encoding.UTF8.GetString(asked.Body) : "")} "
            + string.Join("; ", events);
    }

    /// <summary>What the record says of an approval, but for what is new each time.</summary>
    private static string ApprovalOf(CommitEvent value) => string.Concat(value.Metadata
        .Where(item => item.Name.StartsWith("approv", StringComparison.Ordinal) && item.Name != "approval_id")
        .Select(item => item.Name != "approval_expires_at" ? $" {item.Name}={item.Value}"
            : $" {Math.Round((DateTimeOffset.Parse(item.Value, CultureInfo.InvariantCulture) - value.OccurredAt).TotalMinutes)} min"));

    /// <summary>Section and name of each row of the page's tables of options.</summary>
    private static List<string> Documented()
    {
        List<string> members = [];
        var (section, isTable) = ("", false);
        foreach (var line in File.ReadLines(Repository.PathOf("docs", "policy.md")))
        {
            section = line.StartsWith("## ", StringComparison.Ordinal) ? line[3..].Trim('`') : section;
            isTable = line.StartsWith("| Member |", StringComparison.Ordinal) || line.StartsWith("| Option |", StringComparison.Ordinal)
                || (isTable && line.StartsWith('|'));
            if (isTable && Row().Match(line) is { Success: true } row)
            {
                members.Add($"{section}/{row.Groups[1].Value}");
            }
        }

        return members;
    }

    [GeneratedRegex(@"^\| `([^`]+)` \|")]
    private static partial Regex Row();
}
