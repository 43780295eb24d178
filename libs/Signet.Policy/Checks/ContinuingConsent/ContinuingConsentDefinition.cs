using Signet.Policy.Documents;

namespace Signet.Policy.Checks.ContinuingConsent;

/// <summary><c>continuing_consent</c> as policies know it.</summary>
internal static class ContinuingConsentDefinition
{
    internal static CheckDefinition Value { get; } = new()
    {
        Name = ContinuingConsentCheck.CheckName,
        Summary = "Stops an owner: refuses new requests and ends answers that run.",
        Factory = ContinuingConsentFactory.Create,
        Options = new Dictionary<string, string>
        {
            ["revoked"] = "The owners that are stopped, such as agent:builder or agent:build*.",
            ["every_characters"] = "Looks again after so many characters of an answer.",
            ["every_ms"] = "Looks again with the first text that comes after so many milliseconds.",
        },
    };
}
