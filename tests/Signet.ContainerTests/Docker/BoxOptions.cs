namespace Signet.ContainerTests.Docker;

/// <summary>What a container is made of.</summary>
internal sealed record BoxOptions
{
    public required string Image { get; init; }

    public required string Network { get; init; }

    /// <summary>Its names on the network.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The container whose network name space it shares, as containers of a pod do; then it has no names of its own.</summary>
    public Box? Beside { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyList<BoxMount> Mounts { get; init; } = [];

    /// <summary>Directories in memory.</summary>
    public IReadOnlyList<string> Memory { get; init; } = ["/tmp"];

    /// <summary>True for what is none of signet's and wants its usual surroundings.</summary>
    public bool IsWritable { get; init; }
}
