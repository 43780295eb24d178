using Signet.Policy.Documents;

namespace Signet.Policy.Checks.SensitiveData;

/// <summary><c>sensitive_data</c> as policies know it.</summary>
internal static class SensitiveDataDefinition
{
    internal static CheckDefinition Value { get; } = new()
    {
        Name = SensitiveDataCheck.CheckName,
        Summary = "Finds secrets and personal data in requests and answers.",
        Factory = SensitiveDataFactory.Create,
        Options = new Dictionary<string, string>
        {
            ["groups"] = "What finds mean, by group: secrets, financial, national_ids, contact, network, crypto_addresses.",
            ["groups.<name>.action"] = "What a find means; off doesn't look.",
            ["groups.<name>.on"] = "Where the rules of the group look.",
            ["rules"] = "What finds of single rules mean, by the rule's id, whatever their group says.",
            ["rules.<name>.action"] = "What a find means; off doesn't look.",
            ["rules.<name>.on"] = "Where the rule looks.",
            ["rules.<name>.min_entropy"] = "For rules of random values: the least Shannon entropy, in bits a character.",
            ["allow"] = "SHA-256 digests (lower-case hex) of exact values that are no finds, such as test values.",
            ["documentation_values"] = "Whether well-known values of documentation, such as test cards and example.com, count too.",
            ["redaction"] = "What stands where a value was: its shape, the name of its kind, or that and a tag.",
        },
    };
}
