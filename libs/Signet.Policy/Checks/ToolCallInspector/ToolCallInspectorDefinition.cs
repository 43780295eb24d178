using Signet.Policy.Documents;

namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary><c>tool_call_inspector</c> as policies know it.</summary>
internal static class ToolCallInspectorDefinition
{
    internal static CheckDefinition Value { get; } = new()
    {
        Name = ToolCallInspectorCheck.CheckName,
        Summary = "Judges each complete tool call before it is released.",
        Factory = ToolCallInspectorFactory.Create,
        Options = new Dictionary<string, string>
        {
            ["tools"] = "The tools that the model may call, by exact name.",
            ["tools.<name>.tier"] = "How much harm it can do.",
            ["tools.<name>.irreversible"] = "Nothing undoes it.",
            ["tools.<name>.arguments"] = "A JSON Schema (draft 2020-12) that its arguments must meet.",
            ["tools.<name>.paths"] = "Places in its arguments that hold paths of files, and where these may lead.",
            ["tools.<name>.paths[].at"] = "A JSON Pointer into the arguments; * stands for every item of a list.",
            ["tools.<name>.paths[].optional"] = "The place need not be there.",
            ["tools.<name>.paths[].roots"] = "Directories that paths must stay in.",
            ["tools.<name>.paths[].allow"] = "Patterns of which one must match.",
            ["tools.<name>.paths[].deny"] = "Patterns of which none may match.",
            ["tools.<name>.paths[].relative_to"] = "Where relative paths begin; without it they are refused.",
            ["tools.<name>.paths[].case"] = "Whether the file system tells cases apart; insensitive minds the other habits of Windows too.",
            ["tools.<name>.hosts"] = "Places in its arguments that hold URLs or host names, and where these may lead.",
            ["tools.<name>.hosts[].at"] = "A JSON Pointer into the arguments; * stands for every item of a list.",
            ["tools.<name>.hosts[].optional"] = "The place need not be there.",
            ["tools.<name>.hosts[].form"] = "Whether the values are URLs or host names.",
            ["tools.<name>.hosts[].allow"] = "Host names, *.suffixes, addresses, networks, or * for every public host.",
            ["tools.<name>.hosts[].schemes"] = "The schemes that URLs may have.",
            ["tools.<name>.hosts[].ports"] = "The ports; by default the scheme's own.",
            ["tools.<name>.amounts"] = "Places in its arguments that hold amounts, and how large these may be.",
            ["tools.<name>.amounts[].at"] = "A JSON Pointer into the arguments; * stands for every item of a list, whose sum counts.",
            ["tools.<name>.amounts[].optional"] = "The place need not be there.",
            ["tools.<name>.amounts[].min"] = "The least amount.",
            ["tools.<name>.amounts[].max"] = "The greatest amount of one call.",
            ["tools.<name>.amounts[].escalate_above"] = "A greater amount needs approval.",
            ["tools.<name>.amounts[].currency_at"] = "A JSON Pointer to the currency.",
            ["tools.<name>.amounts[].currencies"] = "The currencies that may stand there.",
            ["tools.<name>.on_violation"] = "What it means when arguments break one of these rules.",
            ["tools.<name>.max_calls"] = "How often one answer may call it.",
            ["tools.<name>.approvers"] = "Who may approve calls of this tool, in place of those of the check.",
            ["tools.<name>.quorum"] = "How many of them must.",
            ["tools.<name>.expires_after"] = "How many seconds an approval can be given.",
            ["max_allowed_tier"] = "A tool above it is blocked.",
            ["escalate_at_tier"] = "An irreversible tool of this tier or above is escalated.",
            ["allow_unregistered"] = "Release calls of tools that are not listed.",
            ["max_calls"] = "How many calls one answer may have.",
            ["definitions"] = "Whether a request may declare tools that are not listed.",
            ["grants"] = "Which owners may use which tools; with grants, nobody else uses anything.",
            ["grants[].owners"] = "Owners as type:id, with * only at the end.",
            ["grants[].tools"] = "Tools by name, with * only at the end.",
            ["grants[].max_tier"] = "The highest tier of a tool that the grant is about.",
            ["approvers"] = "People, as human:<id>, who may approve calls; never the requester.",
            ["quorum"] = "How many of them must.",
            ["expires_after"] = "How many seconds an approval can be given.",
        },
    };
}
