using Signet.Policy.Documents;

namespace Signet.Policy.Checks.RegexContent;

/// <summary><c>regex_content</c> as policies know it.</summary>
internal static class RegexContentDefinition
{
    internal static CheckDefinition Value { get; } = new()
    {
        Name = RegexContentCheck.CheckName,
        Summary = "Runs expressions over requests and answers.",
        Factory = RegexContentFactory.Create,
        Options = new Dictionary<string, string>
        {
            ["rules"] = "The expressions; all run, the strictest action wins.",
            ["rules[].label"] = "Its name in reasons: [a-z][a-z0-9_]{0,63}; unique.",
            ["rules[].pattern"] = "A .NET expression that runs in linear time: no look-around, back references or atomic groups; it must not match the empty text.",
            ["rules[].action"] = "What a match means.",
            ["rules[].replacement"] = "Stands for what is redacted; the pattern must not match it.",
            ["rules[].on"] = "Where it looks.",
            ["rules[].max_length"] = "The longest match in an answer, in characters; a longer one blocks.",
        },
    };
}
