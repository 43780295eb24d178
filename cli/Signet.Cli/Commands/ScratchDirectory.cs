namespace Signet.Cli.Commands;

/// <summary>A directory of this run alone, removed at its end.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("signet-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
