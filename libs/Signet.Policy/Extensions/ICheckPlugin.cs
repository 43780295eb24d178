using Signet.Policy.Documents;

namespace Signet.Policy.Extensions;

/// <summary>Brings one kind of check. Made and asked once, when the host starts.</summary>
public interface ICheckPlugin
{
    /// <summary>The kind of check: its name in policies, its options, and how one is made.</summary>
    CheckDefinition Define(PluginHost host);
}
