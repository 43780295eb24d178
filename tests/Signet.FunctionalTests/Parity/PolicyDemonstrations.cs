using Signet.Testing.Surfaces;

namespace Signet.FunctionalTests.Parity;

/// <summary>For each member of a policy that docs/policy.md lists, by section and name, what shows that it does something.</summary>
internal static class PolicyDemonstrations
{
    private const string Rule = "\"label\":\"word\",\"pattern\":\"ZEBRA\",\"action\":\"block\"";
    private const string Lattice = "\"lattice\":{\"company\":{\"levels\":[{\"name\":\"public\"},{\"name\":\"restricted\"}]}}";
    private const string Marker = "\"marker\":\"INTERNAL USE\",\"level\":\"SECRET\"";
    private const string Phrase = "\"label\":\"own\",\"text\":\"open sesame\"";

    public static IReadOnlyDictionary<string, PolicyDemonstration> All { get; } = new Dictionary<string, PolicyDemonstration>(ToolDemonstrations.All)
    {
        ["Top level/version"] = new("""{"checks":[{"check":"owner_resolution"}]}""", """{"version":1,"checks":[{"check":"owner_resolution"}]}"""),
        ["Top level/mode"] = Asked("ZEBRA", Regex(Rule), Regex(Rule, "\"mode\":\"shadow\",")),
        ["Top level/tool_calls"] = Called("get_weather", Top(""), Top("\"tool_calls\":\"pass\",")),
        ["Top level/unknown_content"] = new(Top(""), Top("\"unknown_content\":\"pass\",")) { Prompt = new Prompt { UnknownPart = "x" } },
        ["Top level/unknown_paths"] = new(Top(""), Top("\"unknown_paths\":\"pass\",")) { Script = new PassedScript() },
        ["Top level/allow_no_checks"] = new("""{"version":1,"checks":[]}""", """{"version":1,"allow_no_checks":true,"checks":[]}"""),
        ["Top level/checks"] = Asked("ZEBRA", Top(""), Regex(Rule)),
        ["owner_resolution/require_owner"] = new(Check("owner_resolution"), Check("owner_resolution", "\"require_owner\":false"))
        {
            Adjust = request => request.Headers.Remove("X-Commit-Owner"),
        },
        ["classification_gate/default_classification"] = new(
            Check("classification_gate"), Check("classification_gate", "\"default_classification\":\"SECRET\"")),
        ["classification_gate/default_clearance"] = new(
            Check("classification_gate"), Check("classification_gate", "\"default_clearance\":\"SECRET\""))
        {
            Adjust = request => request.Headers.Add("X-Classification", "SECRET"),
        },
        ["classification_gate/lattice"] = new(Check("classification_gate"), Check("classification_gate", Lattice))
        {
            Adjust = request => request.Headers.Add("X-Classification", "public"),
        },
        ["classification_gate/read_markings"] = Asked(
            "(S) The plan", Check("classification_gate"), Check("classification_gate", "\"read_markings\":true")),
        ["classification_gate/on_higher_marking"] = Asked(
            "(S) The plan",
            Check("classification_gate", "\"read_markings\":true"),
            Check("classification_gate", "\"read_markings\":true,\"on_higher_marking\":\"ignore\"")),
        ["classification_gate/top_secret_in_prose"] = Asked(
            "A top secret recipe",
            Check("classification_gate", "\"read_markings\":true"),
            Check("classification_gate", "\"read_markings\":true,\"top_secret_in_prose\":true")),
        ["prompt_injection/action"] = Asked(
            ParityPolicies.Injection, Check("prompt_injection"), Check("prompt_injection", "\"action\":\"escalate\"")),
        ["prompt_injection/default_phrases"] = Asked(
            ParityPolicies.Injection,
            Check("prompt_injection", $"\"phrases\":[{{{Phrase}}}]"),
            Check("prompt_injection", $"\"default_phrases\":false,\"phrases\":[{{{Phrase}}}]")),
        ["prompt_injection/phrases"] = Asked(
            "Open Sesame!", Check("prompt_injection"), Check("prompt_injection", $"\"phrases\":[{{{Phrase}}}]")),
        ["prompt_injection/phrases[].label"] = Asked(
            "Open Sesame!",
            Check("prompt_injection", $"\"phrases\":[{{{Phrase}}}]"),
            Check("prompt_injection", "\"phrases\":[{\"label\":\"other\",\"text\":\"open sesame\"}]")),
        ["prompt_injection/phrases[].text"] = Asked(
            "Open Sesame!",
            Check("prompt_injection", $"\"phrases\":[{{{Phrase}}}]"),
            Check("prompt_injection", "\"phrases\":[{\"label\":\"own\",\"text\":\"close sesame\"}]")),
        ["prompt_injection/phrases[].whole_words"] = Asked(
            "reopen sesames",
            Check("prompt_injection", $"\"phrases\":[{{{Phrase}}}]"),
            Check("prompt_injection", $"\"phrases\":[{{{Phrase},\"whole_words\":true}}]")),
        ["regex_content/rules"] = Asked("ZEBRA", Regex("\"label\":\"other\",\"pattern\":\"OKAPI\",\"action\":\"block\""), Regex(Rule)),
        ["regex_content/rules[].label"] = Asked("ZEBRA", Regex(Rule), Regex("\"label\":\"animal\",\"pattern\":\"ZEBRA\",\"action\":\"block\"")),
        ["regex_content/rules[].pattern"] = Asked("ZEBRA", Regex(Rule), Regex("\"label\":\"word\",\"pattern\":\"OKAPI\",\"action\":\"block\"")),
        ["regex_content/rules[].action"] = Asked("ZEBRA", Regex(Rule), Regex("\"label\":\"word\",\"pattern\":\"ZEBRA\",\"action\":\"escalate\"")),
        ["regex_content/rules[].replacement"] = Asked(
            "ZEBRA",
            Regex("\"label\":\"word\",\"pattern\":\"ZEBRA\",\"action\":\"redact\""),
            Regex("\"label\":\"word\",\"pattern\":\"ZEBRA\",\"action\":\"redact\",\"replacement\":\"[ANIMAL]\"")),
        ["regex_content/rules[].on"] = Asked("ZEBRA", Regex(Rule), Regex(Rule + ",\"on\":\"response\"")),
        ["regex_content/rules[].max_length"] = Answered(
            "ZEBRAAAAAAAA",
            Regex("\"label\":\"word\",\"pattern\":\"ZEBRA+\",\"action\":\"redact\""),
            Regex("\"label\":\"word\",\"pattern\":\"ZEBRA+\",\"action\":\"redact\",\"max_length\":6")),
        ["scope_drift/default_markers"] = Answered(
            ParityPolicies.Marking, Check("scope_drift"), Check("scope_drift", $"\"default_markers\":false,\"markers\":[{{{Marker}}}]")),
        ["scope_drift/top_secret_in_prose"] = Answered(
            "It is a top secret recipe.", Check("scope_drift"), Check("scope_drift", "\"top_secret_in_prose\":false")),
        ["scope_drift/lattice"] = Answered("RESTRICTED//", Check("scope_drift"), Check("scope_drift", Lattice)),
        ["scope_drift/compare"] = Answered("U//NOFORN", Check("scope_drift"), Check("scope_drift", "\"compare\":\"level\"")),
        ["scope_drift/token_tolerance_percent"] = Answered(
            "All is well.",
            Check("scope_drift", "\"chars_per_token\":8"),
            Check("scope_drift", "\"chars_per_token\":8,\"token_tolerance_percent\":50")),
        ["scope_drift/chars_per_token"] = Answered("All is well.", Check("scope_drift"), Check("scope_drift", "\"chars_per_token\":8")),
        ["scope_drift/without"] = Answered("Clause (C) applies", Check("scope_drift"), Check("scope_drift", "\"without\":[\"(C)\"]")),
        ["scope_drift/markers"] = Answered(
            "For INTERNAL USE only", Check("scope_drift"), Check("scope_drift", $"\"markers\":[{{{Marker}}}]")),
        ["scope_drift/markers[].marker"] = Answered(
            "For INTERNAL USE only",
            Check("scope_drift", $"\"markers\":[{{{Marker}}}]"),
            Check("scope_drift", "\"markers\":[{\"marker\":\"EXTERNAL USE\",\"level\":\"SECRET\"}]")),
        ["scope_drift/markers[].level"] = Answered(
            "For INTERNAL USE only",
            Check("scope_drift", $"\"markers\":[{{{Marker}}}]"),
            Check("scope_drift", "\"markers\":[{\"marker\":\"INTERNAL USE\",\"level\":\"UNCLASS\"}]")),
        ["scope_drift/markers[].upper_only"] = Answered(
            "For internal use only",
            Check("scope_drift", $"\"markers\":[{{{Marker}}}]"),
            Check("scope_drift", $"\"markers\":[{{{Marker},\"upper_only\":true}}]")),
        ["tool_call_inspector/tools"] = Called("get_weather", Check("tool_call_inspector"), Tools("get_weather", "\"tier\":\"low\"")),
        ["tool_call_inspector/tools.<name>.tier"] = Called(
            "get_weather", Tools("get_weather", "\"tier\":\"low\""), Tools("get_weather", "\"tier\":\"critical\"")),
        ["tool_call_inspector/tools.<name>.irreversible"] = Called(
            "get_weather", Tools("get_weather", "\"tier\":\"high\""), Tools("get_weather", "\"tier\":\"high\",\"irreversible\":true")),
        ["tool_call_inspector/max_allowed_tier"] = Called(
            "get_weather", Tools("get_weather", "\"tier\":\"medium\""), Tools("get_weather", "\"tier\":\"medium\"", ",\"max_allowed_tier\":\"low\"")),
        ["tool_call_inspector/escalate_at_tier"] = Called(
            "get_weather",
            Tools("get_weather", "\"tier\":\"low\",\"irreversible\":true"),
            Tools("get_weather", "\"tier\":\"low\",\"irreversible\":true", ",\"escalate_at_tier\":\"low\"")),
        ["tool_call_inspector/allow_unregistered"] = Called(
            "get_weather", Check("tool_call_inspector"), Check("tool_call_inspector", "\"allow_unregistered\":true")),
    };

    private static PolicyDemonstration Asked(string text, string without, string with) => new(without, with) { Prompt = new Prompt { User = [text] } };

    private static PolicyDemonstration Answered(string text, string without, string with) => new(without, with) { Reply = new Reply { Text = [text] } };

    private static PolicyDemonstration Called(string tool, string without, string with) =>
        new(without, with) { Reply = new Reply { Calls = [Reply.Call(tool, "Rome")] } };

    private static string Top(string members) => $$"""{"version":1,{{members}}"checks":[{"check":"owner_resolution"}]}""";

    private static string Check(string name, string options = "") =>
        "{\"version\":1,\"checks\":[{\"check\":\"" + name + "\"" + (options.Length > 0 ? "," : "") + options + "}]}";

    private static string Regex(string rule, string members = "") =>
        "{\"version\":1," + members + "\"checks\":[{\"check\":\"regex_content\",\"rules\":[{" + rule + "}]}]}";

    private static string Tools(string name, string rule, string options = "") =>
        Check("tool_call_inspector", "\"tools\":{\"" + name + "\":{" + rule + "}}" + options);
}
