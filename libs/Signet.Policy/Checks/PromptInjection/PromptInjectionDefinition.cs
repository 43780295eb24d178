using Signet.Policy.Documents;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary><c>prompt_injection</c> as policies know it.</summary>
internal static class PromptInjectionDefinition
{
    internal static CheckDefinition Value { get; } = new()
    {
        Name = PromptInjectionCheck.CheckName,
        Summary = "Looks for words that try to override the instructions of the model, encoded ones too.",
        Factory = PromptInjectionFactory.Create,
        Options = new Dictionary<string, string>
        {
            ["action"] = "What a finding of high severity means.",
            ["medium"] = "What a finding of medium severity means.",
            ["low"] = "What a finding of low severity means.",
            ["sources"] = "By source (user, system, assistant, tool_result, retrieved, tool_definition) what happens there instead.",
            ["sources.<name>.inspect"] = "Whether it is looked at.",
            ["sources.<name>.high"] = "What a finding of high severity means there.",
            ["sources.<name>.medium"] = "What a finding of medium severity means there.",
            ["sources.<name>.low"] = "What a finding of low severity means there.",
            ["decode"] = "Look into encodings and ciphers too.",
            ["max_depth"] = "How many of them inside each other.",
            ["max_work_kib"] = "How much decoding may read and make for one request, in units of 1024 characters.",
            ["on_budget"] = "What happens when that, or the check's processor time, is spent.",
            ["default_phrases"] = "Look for what the built-in rules describe.",
            ["phrases"] = "Further phrases; needed when the built-in ones are off.",
            ["phrases[].label"] = "Its name in reasons: [a-z][a-z0-9_]{0,63}; several may share one.",
            ["phrases[].text"] = "The words; at least 4 characters that show.",
            ["phrases[].whole_words"] = "It must begin and end at the edge of a word.",
        },
    };
}
