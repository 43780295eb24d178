using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Extensions.Plugins;

/// <summary>
/// Takes what a plug-in says of its check once, within limits, and keeps what goes wrong in its factory an error of the policy.
/// </summary>
internal static class PluginDefinition
{
    private const int MaxSentenceLength = 256;
    private const int MaxOptions = 256;
    private const int MaxPathLength = 256;

    /// <exception cref="PluginException">There is no definition, or its name is malformed.</exception>
    internal static CheckDefinition Guard(CheckDefinition? definition)
    {
        if (definition is not { Factory: { } factory } || !CheckName.IsValid(definition.Name))
        {
            throw new PluginException("its check has no factory, or a name that is malformed or reserved");
        }

        return definition with
        {
            Summary = CheckText.Clean(definition.Summary, MaxSentenceLength),
            Options = Options(definition.Options),
            Factory = options => Create(factory, options),
        };
    }

    private static Dictionary<string, string> Options(IReadOnlyDictionary<string, string>? given)
    {
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        foreach ((string path, string sentence) in (given ?? options).Take(MaxOptions))
        {
            options[CheckText.Clean(path, MaxPathLength)] = CheckText.Clean(sentence, MaxSentenceLength);
        }

        return options;
    }

    private static Func<CheckEnvironment, ICheck> Create(CheckFactory factory, OptionReader options)
    {
        try
        {
            if (factory(options) is { } make)
            {
                return environment => Make(make, environment);
            }

            options.Error(null, "can't be read: the plug-in gave nothing back");
        }
        catch (Exception exception)
        {
            options.Error(null, $"can't be read: the plug-in failed with {CheckText.Clean(exception.GetType().Name, MaxSentenceLength)}");
        }

        return _ => throw new ArgumentException("The plug-in couldn't read its options.");
    }

    private static ICheck Make(Func<CheckEnvironment, ICheck> make, CheckEnvironment environment)
    {
        try
        {
            return make(environment) ?? throw new ArgumentException($"The plug-in made no check for {environment.Name}.");
        }
        catch (Exception exception) when (exception is not ArgumentException)
        {
            throw new ArgumentException($"The plug-in couldn't make the check {environment.Name}.", exception);
        }
    }
}
