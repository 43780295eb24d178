namespace Signet.Policy.Extensions;

/// <summary>The contract between signet and plug-ins.</summary>
public static class PluginContract
{
    /// <summary>
    /// Rises when a plug-in that was built against the version before would no longer work. A plug-in of another version isn't loaded.
    /// </summary>
    public const int Version = 1;
}
