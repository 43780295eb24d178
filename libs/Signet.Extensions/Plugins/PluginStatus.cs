namespace Signet.Extensions.Plugins;

/// <summary>What became of a plug-in.</summary>
public enum PluginStatus
{
    /// <summary>Policies can name its check.</summary>
    Loaded,

    /// <summary>It was built for another version of the contract; none of its code ran.</summary>
    Incompatible,

    /// <summary>It, or something it needs, can't be loaded or isn't what it should be.</summary>
    LoadError,

    /// <summary>Its check has the name of another one. Of several plug-ins with one name none is used.</summary>
    DuplicateName,
}
