using Signet.Policy.Documents;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary><c>prompt_injection</c> as policies know it.</summary>
internal static class PromptInjectionDefinition
{
    internal static CheckDefinition Value { get; } = new()
    {
        Name = PromptInjectionCheck.CheckName,
        Summary = "Looks for words that try to override the instructions of the model.",
        Factory = PromptInjectionFactory.Create,
        Options = new Dictionary<string, string>
        {
            ["action"] = "What a find means.",
            ["default_phrases"] = "Look for the built-in list.",
            ["phrases"] = "Further phrases; needed when the built-in ones are off.",
            ["phrases[].label"] = "Its name in reasons: [a-z][a-z0-9_]{0,63}; several may share one.",
            ["phrases[].text"] = "The words; at least 4 characters that show.",
            ["phrases[].whole_words"] = "It must begin and end at the edge of a word.",
        },
    };
}
