using System.Collections.Frozen;
using Signet.Policy.Checks.ClassificationGate;
using Signet.Policy.Checks.OwnerResolution;
using Signet.Policy.Checks.PromptInjection;
using Signet.Policy.Checks.RegexContent;
using Signet.Policy.Checks.ScopeDrift;
using Signet.Policy.Checks.ToolCallInspector;

namespace Signet.Policy.Documents;

/// <summary>The checks that a policy document can name. Immutable.</summary>
public sealed class CheckRegistry
{
    private readonly FrozenDictionary<string, CheckFactory> _factories;

    private CheckRegistry(FrozenDictionary<string, CheckFactory> factories) => _factories = factories;

    /// <summary>The checks of this library.</summary>
    public static CheckRegistry BuiltIn { get; } = new(new Dictionary<string, CheckFactory>
    {
        [OwnerResolutionCheck.CheckName] = OwnerResolutionFactory.Create,
        [ClassificationGateCheck.CheckName] = ClassificationGateFactory.Create,
        [PromptInjectionCheck.CheckName] = PromptInjectionFactory.Create,
        [RegexContentCheck.CheckName] = RegexContentFactory.Create,
        [ScopeDriftCheck.CheckName] = ScopeDriftFactory.Create,
        [ToolCallInspectorCheck.CheckName] = ToolCallInspectorFactory.Create,
    }.ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>The names, in no particular order.</summary>
    public IEnumerable<string> Names => _factories.Keys;

    /// <summary>These checks and one more.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public CheckRegistry With(string name, CheckFactory factory)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(factory);
        if (_factories.ContainsKey(name))
        {
            throw new ArgumentException($"The name {name} is taken.", nameof(name));
        }

        return new CheckRegistry(
            _factories.Append(new(name, factory)).ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The factory of a check, or null.</summary>
    public CheckFactory? Find(string name) => _factories.GetValueOrDefault(name);
}
