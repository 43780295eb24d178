namespace Signet.Testing.Storage;

/// <summary>A directory of a test's own, removed with all it holds.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Creates it below the system's place for temporary files.</summary>
    public TemporaryDirectory()
    {
        Path = Directory.CreateTempSubdirectory("signet-test-").FullName;
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>A path below it.</summary>
    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
