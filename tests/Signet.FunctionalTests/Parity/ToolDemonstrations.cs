using Signet.Testing.Surfaces;

namespace Signet.FunctionalTests.Parity;

/// <summary>For each option of the tool inspector that goes beyond names and tiers, what shows that it does something.</summary>
internal static class ToolDemonstrations
{
    private const string Tool = "get_weather";
    private const string Secret = "\"tier\":\"high\",\"irreversible\":true";
    private const string Ann = "\"approvers\":[\"human:ann\"]";
    private const string Both = "\"approvers\":[\"human:ann\",\"human:bob\"]";
    private const string Path = "/etc/a";
    private const string Url = "https://example.com:8443/";
    private const string Grant = "\"owners\":[\"human:tester\"],\"tools\":[\"get_weather\"]";

    public static IReadOnlyDictionary<string, PolicyDemonstration> All { get; } = new Dictionary<string, PolicyDemonstration>
    {
        [Of("arguments")] = Called("Rome", Rule(""), Rule("\"arguments\":{\"properties\":{\"city\":{\"maxLength\":2}}}")),
        [Of("paths")] = Called(Path, Rule(""), Paths("\"at\":\"/city\",\"roots\":[\"/srv\"]")),
        [Of("paths[].at")] = Called(
            Path,
            Paths("\"at\":\"/town\",\"optional\":true,\"roots\":[\"/srv\"]"),
            Paths("\"at\":\"/city\",\"optional\":true,\"roots\":[\"/srv\"]")),
        [Of("paths[].optional")] = Called(
            Path, Paths("\"at\":\"/town\",\"roots\":[\"/srv\"]"), Paths("\"at\":\"/town\",\"optional\":true,\"roots\":[\"/srv\"]")),
        [Of("paths[].roots")] = Called(
            Path, Paths("\"at\":\"/city\",\"roots\":[\"/etc\"]"), Paths("\"at\":\"/city\",\"roots\":[\"/srv\"]")),
        [Of("paths[].allow")] = Called(
            Path, Paths("\"at\":\"/city\",\"allow\":[\"/etc/*\"]"), Paths("\"at\":\"/city\",\"allow\":[\"/srv/*\"]")),
        [Of("paths[].deny")] = Called(
            Path, Paths("\"at\":\"/city\",\"roots\":[\"/etc\"]"), Paths("\"at\":\"/city\",\"roots\":[\"/etc\"],\"deny\":[\"**/a\"]")),
        [Of("paths[].relative_to")] = Called(
            "a", Paths("\"at\":\"/city\",\"roots\":[\"/srv\"]"), Paths("\"at\":\"/city\",\"roots\":[\"/srv\"],\"relative_to\":\"/srv\"")),
        [Of("paths[].case")] = Called(
            "/ETC/a", Paths("\"at\":\"/city\",\"roots\":[\"/etc\"]"), Paths("\"at\":\"/city\",\"roots\":[\"/etc\"],\"case\":\"insensitive\"")),
        [Of("hosts")] = Called(Url, Rule(""), Hosts("\"at\":\"/city\",\"allow\":[\"example.org\"]")),
        [Of("hosts[].at")] = Called(
            Url,
            Hosts("\"at\":\"/town\",\"optional\":true,\"allow\":[\"example.org\"]"),
            Hosts("\"at\":\"/city\",\"optional\":true,\"allow\":[\"example.org\"]")),
        [Of("hosts[].optional")] = Called(
            Url, Hosts("\"at\":\"/town\",\"allow\":[\"a\"]"), Hosts("\"at\":\"/town\",\"optional\":true,\"allow\":[\"a\"]")),
        [Of("hosts[].form")] = Called(
            "example.com",
            Hosts("\"at\":\"/city\",\"allow\":[\"example.com\"]"),
            Hosts("\"at\":\"/city\",\"allow\":[\"example.com\"],\"form\":\"host\"")),
        [Of("hosts[].allow")] = Called(
            "https://example.com",
            Hosts("\"at\":\"/city\",\"allow\":[\"example.org\"]"),
            Hosts("\"at\":\"/city\",\"allow\":[\"example.com\"]")),
        [Of("hosts[].schemes")] = Called(
            "http://example.com",
            Hosts("\"at\":\"/city\",\"allow\":[\"example.com\"]"),
            Hosts("\"at\":\"/city\",\"allow\":[\"example.com\"],\"schemes\":[\"http\"]")),
        [Of("hosts[].ports")] = Called(
            Url,
            Hosts("\"at\":\"/city\",\"allow\":[\"example.com\"]"),
            Hosts("\"at\":\"/city\",\"allow\":[\"example.com\"],\"ports\":[8443]")),
        [Of("amounts")] = Called("50", Rule(""), Amounts("\"at\":\"/city\",\"max\":10")),
        [Of("amounts[].at")] = Called(
            "50", Amounts("\"at\":\"/town\",\"optional\":true,\"max\":10"), Amounts("\"at\":\"/city\",\"optional\":true,\"max\":10")),
        [Of("amounts[].optional")] = Called(
            "50", Amounts("\"at\":\"/town\",\"max\":10"), Amounts("\"at\":\"/town\",\"optional\":true,\"max\":10")),
        [Of("amounts[].min")] = Called("50", Amounts("\"at\":\"/city\",\"max\":90"), Amounts("\"at\":\"/city\",\"max\":90,\"min\":60")),
        [Of("amounts[].max")] = Called("50", Amounts("\"at\":\"/city\",\"max\":90"), Amounts("\"at\":\"/city\",\"max\":10")),
        [Of("amounts[].escalate_above")] = Called(
            "50", Amounts("\"at\":\"/city\",\"max\":90"), Amounts("\"at\":\"/city\",\"max\":90,\"escalate_above\":10")),
        [Of("amounts[].currency_at")] = Called(
            "50",
            Amounts("\"at\":\"/city\",\"max\":90"),
            Amounts("\"at\":\"/city\",\"max\":90,\"currency_at\":\"/currency\",\"currencies\":[\"EUR\"]")),
        [Of("amounts[].currencies")] = Called(
            "50",
            Amounts("\"at\":\"/city\",\"max\":90,\"currency_at\":\"/city\",\"currencies\":[\"50\"]"),
            Amounts("\"at\":\"/city\",\"max\":90,\"currency_at\":\"/city\",\"currencies\":[\"EUR\"]")),
        [Of("on_violation")] = Called(
            "50", Amounts("\"at\":\"/city\",\"max\":10"), Amounts("\"at\":\"/city\",\"max\":10", ",\"on_violation\":\"escalate\"")),
        [Of("max_calls")] = CalledTwice(Rule(""), Rule("\"max_calls\":1")),
        [Of("approvers")] = Called("Rome", Inspector($"\"tools\":{{\"{Tool}\":{{{Secret}}}}}"), OfTool(Ann)),
        [Of("quorum")] = Called("Rome", OfTool(Both), OfTool(Both + ",\"quorum\":2")),
        [Of("expires_after")] = Called("Rome", OfTool(Ann), OfTool(Ann + ",\"expires_after\":60")),
        ["tool_call_inspector/max_calls"] = CalledTwice(Rule(""), Rule("", ",\"max_calls\":1")),
        ["tool_call_inspector/definitions"] = new(Rule(""), Rule("", ",\"definitions\":\"registered\""))
        {
            Prompt = new Prompt { ToolName = "other" },
        },
        ["tool_call_inspector/grants"] = Called("Rome", Rule(""), Rule("", ",\"grants\":[]")),
        ["tool_call_inspector/grants[].owners"] = Called(
            "Rome", Granted("\"owners\":[\"human:ann\"],\"tools\":[\"get_weather\"]"), Granted(Grant)),
        ["tool_call_inspector/grants[].tools"] = Called(
            "Rome", Granted("\"owners\":[\"human:tester\"],\"tools\":[\"set_*\"]"), Granted("\"owners\":[\"human:tester\"],\"tools\":[\"get_*\"]")),
        ["tool_call_inspector/grants[].max_tier"] = Called(
            "Rome",
            Inspector($"\"tools\":{{\"{Tool}\":{{\"tier\":\"medium\"}}}},\"grants\":[{{{Grant}}}]"),
            Inspector($"\"tools\":{{\"{Tool}\":{{\"tier\":\"medium\"}}}},\"grants\":[{{{Grant},\"max_tier\":\"low\"}}]")),
        ["tool_call_inspector/approvers"] = Called("Rome", OfCheck("\"approvers\":[\"human:bob\"]"), OfCheck(Ann)),
        ["tool_call_inspector/quorum"] = Called("Rome", OfCheck(Both), OfCheck(Both + ",\"quorum\":2")),
        ["tool_call_inspector/expires_after"] = Called("Rome", OfCheck(Ann), OfCheck(Ann + ",\"expires_after\":60")),
    };

    private static string Of(string option) => "tool_call_inspector/tools.<name>." + option;

    private static PolicyDemonstration Called(string city, string without, string with) =>
        new(without, with) { Reply = new Reply { Calls = [Reply.Call(Tool, city)] } };

    private static PolicyDemonstration CalledTwice(string without, string with) =>
        new(without, with) { Reply = new Reply { Calls = [Reply.Call(Tool, "Rome"), Reply.Call(Tool, "Oslo")] } };

    private static string Paths(string rule) => Rule($"\"paths\":[{{{rule}}}]");

    private static string Hosts(string rule) => Rule($"\"hosts\":[{{{rule}}}]");

    private static string Amounts(string rule, string more = "") => Rule($"\"amounts\":[{{{rule}}}]{more}");

    private static string Granted(string grant) => Rule("", $",\"grants\":[{{{grant}}}]");

    private static string OfTool(string members) => Inspector($"\"tools\":{{\"{Tool}\":{{{Secret},{members}}}}}");

    private static string OfCheck(string members) => Inspector($"\"tools\":{{\"{Tool}\":{{{Secret}}}}},{members}");

    private static string Rule(string members, string options = "") =>
        Inspector($"\"tools\":{{\"{Tool}\":{{\"tier\":\"low\"{(members.Length > 0 ? "," : "")}{members}}}}}{options}");

    private static string Inspector(string options) =>
        "{\"version\":1,\"checks\":[{\"check\":\"owner_resolution\"},{\"check\":\"tool_call_inspector\"," + options + "}]}";
}
