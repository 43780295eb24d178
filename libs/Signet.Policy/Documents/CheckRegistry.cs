using System.Collections.Frozen;
using Signet.Policy.Checks.ClassificationGate;
using Signet.Policy.Checks.ContinuingConsent;
using Signet.Policy.Checks.LoopbackTrust;
using Signet.Policy.Checks.OwnerResolution;
using Signet.Policy.Checks.PromptInjection;
using Signet.Policy.Checks.RateLimit;
using Signet.Policy.Checks.RegexContent;
using Signet.Policy.Checks.ScopeDrift;
using Signet.Policy.Checks.SensitiveData;
using Signet.Policy.Checks.TokenBudget;
using Signet.Policy.Checks.ToolCallInspector;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Documents;

/// <summary>The checks that a policy document can name. Immutable.</summary>
public sealed class CheckRegistry
{
    private readonly FrozenDictionary<string, CheckDefinition> _definitions;

    private CheckRegistry(IEnumerable<CheckDefinition> definitions) =>
        _definitions = definitions.ToFrozenDictionary(definition => definition.Name, StringComparer.Ordinal);

    /// <summary>The checks of this library.</summary>
    public static CheckRegistry BuiltIn { get; } = new(
    [
        OwnerResolutionDefinition.Value,
        ClassificationGateDefinition.Value,
        PromptInjectionDefinition.Value,
        RegexContentDefinition.Value,
        ScopeDriftDefinition.Value,
        SensitiveDataDefinition.Value,
        ToolCallInspectorDefinition.Value,
        LoopbackTrustDefinition.Value,
        ContinuingConsentDefinition.Value,
        RateLimitDefinition.Value,
        TokenBudgetDefinition.Value,
    ]);

    /// <summary>The names, in alphabetical order.</summary>
    public IEnumerable<string> Names => _definitions.Keys.Order(StringComparer.Ordinal);

    /// <summary>The definitions, in alphabetical order of their names.</summary>
    public IEnumerable<CheckDefinition> Definitions => _definitions.Values.OrderBy(definition => definition.Name, StringComparer.Ordinal);

    /// <summary>These checks and one more.</summary>
    /// <exception cref="ArgumentException">Its name is malformed or taken.</exception>
    public CheckRegistry With(CheckDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (!CheckName.IsValid(definition.Name) || _definitions.ContainsKey(definition.Name))
        {
            throw new ArgumentException("The name of the check is malformed or taken.", nameof(definition));
        }

        return new CheckRegistry(_definitions.Values.Append(definition));
    }

    /// <summary>The definition of a check, or null.</summary>
    public CheckDefinition? Find(string name) => _definitions.GetValueOrDefault(name);
}
