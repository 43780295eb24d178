namespace Signet.Extensions.Plugins;

/// <summary>What is known of one plug-in. Every text is fit for a terminal and at most 256 characters long.</summary>
public sealed record PluginReport
{
    /// <summary>The folder's name.</summary>
    public required string Folder { get; init; }

    /// <summary>What became of it.</summary>
    public required PluginStatus Status { get; init; }

    /// <summary>The name of its check in policies, or null when it never said one.</summary>
    public string? Check { get; init; }

    /// <summary>The version of its assembly, or null.</summary>
    public string? AssemblyVersion { get; init; }

    /// <summary>Lowercase hex SHA-256 of its assembly, or null when that couldn't be read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The contract that it was built for, or null.</summary>
    public int? ContractVersion { get; init; }

    /// <summary>Why it isn't loaded; empty when it is.</summary>
    public string Problem { get; init; } = "";
}
