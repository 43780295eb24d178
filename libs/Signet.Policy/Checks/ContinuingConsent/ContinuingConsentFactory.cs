using Signet.Policy.Documents;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ContinuingConsent;

/// <summary>Reads <c>continuing_consent</c> from a policy document.</summary>
internal static class ContinuingConsentFactory
{
    private const int MaxRevoked = 1_000;
    private const int MaxPattern = 16 + OwnerId.MaxLength;
    private const int MaxCharacters = 1_000_000;
    private const int MaxMilliseconds = 60_000;

    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader)
    {
        List<OwnerPattern> revoked = [];
        foreach (string text in reader.Texts("revoked", MaxRevoked, MaxPattern))
        {
            if (OwnerPattern.TryParse(text, out OwnerPattern? pattern))
            {
                revoked.Add(pattern);
            }
            else
            {
                reader.Error("revoked", "must name owners such as agent:builder or agent:build*");
            }
        }

        ContinuingConsentOptions options = new()
        {
            EveryCharacters = reader.Number("every_characters", 1, MaxCharacters, 256),
            Every = TimeSpan.FromMilliseconds(reader.Number("every_ms", 1, MaxMilliseconds, 1_000)),
        };
        return environment =>
        {
            ConsentRegistry registry = ConsentRegistry.Of(environment.States, environment.Policy, environment.Name);
            registry.Replace(revoked);
            return new ContinuingConsentCheck(options, registry, environment.Time);
        };
    }
}
