namespace Signet.ContainerTests.Docker;

/// <summary>A file or directory of the host in a container.</summary>
internal sealed record BoxMount(string Source, string Target, bool IsWritable = false);
