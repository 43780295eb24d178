using System.Text;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests;

/// <summary>Builds policies of one check from its options.</summary>
internal static class Policies
{
    internal static PolicyPipeline Build(string check, string options, TimeProvider time, CheckStates? states = null, bool shadow = false) =>
        Document(check, options, shadow) is ({ } document, _)
            ? document.Build(time, CharacterTokenCounter.Instance, states ?? new CheckStates()).Default
            : throw new FormatException(Document(check, options, shadow).Errors[0].ToString());

    internal static (PolicyDocument? Document, IReadOnlyList<PolicyError> Errors) Document(string check, string options, bool shadow = false)
    {
        string mode = shadow ? "shadow" : "enforce";
        string more = options.Length == 0 ? "" : "," + options;
        string json = $$"""{"version":1,"mode":"{{mode}}","checks":[{"check":"{{check}}"{{more}}}]}""";
        bool isGood = PolicyDocument.TryParse(
            Encoding.UTF8.GetBytes(json), out PolicyDocument? document, out IReadOnlyList<PolicyError> errors);
        Assert.Equal(isGood, errors.Count == 0);
        return (document, errors);
    }
}
