namespace Signet.Policy.Extensions;

/// <summary>
/// Names a plug-in of the assembly. It is read before any code of the assembly runs, so that one of another version runs none.
/// </summary>
/// <param name="plugin">A class with a public constructor without parameters that implements <see cref="ICheckPlugin"/>.</param>
/// <param name="contractVersion">The contract that the plug-in was built against; leave it out, and the compiler puts it in.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class CheckPluginAttribute(Type plugin, int contractVersion = PluginContract.Version) : Attribute
{
    /// <summary>The class.</summary>
    public Type Plugin { get; } = plugin;

    /// <summary>The contract that the plug-in was built against.</summary>
    public int ContractVersion { get; } = contractVersion;
}
