using MyPlugin;
using Signet.Policy.Documents;
using Signet.Policy.Extensions;

[assembly: CheckPlugin(typeof(Plugin))]

namespace MyPlugin;

/// <summary>What signet asks when it starts: the check's name in policies, its options, and how one is made.</summary>
public sealed class Plugin : ICheckPlugin
{
    public CheckDefinition Define(PluginHost host) => new()
    {
        Name = "my_check",
        Summary = "Blocks calls of the tools that the policy lists.",
        Options = new Dictionary<string, string> { ["tools"] = "The tools that may not be called, by exact name." },
        Factory = options =>
        {
            // Every option is read, also after an error; what is wrong is told with the place where it stands.
            IReadOnlyList<string> tools = options.Texts("tools", maxCount: 100, maxLength: 256);
            if (tools.Count == 0)
            {
                options.Error("tools", "is required");
            }

            return environment => new Check(environment.Name, tools);
        },
    };
}
