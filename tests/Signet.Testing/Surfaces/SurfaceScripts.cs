namespace Signet.Testing.Surfaces;

/// <summary>The scripts of all APIs that signet serves.</summary>
public static class SurfaceScripts
{
    public static IReadOnlyList<SurfaceScript> All { get; } =
    [
        new ChatCompletionsScript(),
        new CompletionsScript(),
        new EmbeddingsScript(),
        new ModelsScript(),
    ];

    public static IEnumerable<SurfaceScript> Streamed => All.Where(script => script.Streams);
}
