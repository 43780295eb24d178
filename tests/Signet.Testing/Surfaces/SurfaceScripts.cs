namespace Signet.Testing.Surfaces;

/// <summary>The scripts of all APIs that signet serves; a test says when one is missing.</summary>
public static class SurfaceScripts
{
    public static IReadOnlyList<SurfaceScript> All { get; } =
    [
        new ChatCompletionsScript(),
        new CompletionsScript(),
        new EmbeddingsScript(),
        new ModelListScript("openai.models", "/v1/models", isList: true),
        new ModelListScript("openai.model", "/v1/models/model-1", isList: false),
        new MessagesScript(),
        new TokenCountScript("anthropic.count_tokens", "/v1/messages/count_tokens", new MessagesScript()),
        new ModelListScript("anthropic.models", "/v1/models", isList: true, new MessagesScript().Headers),
        new ModelListScript("anthropic.model", "/v1/models/model-1", isList: false, new MessagesScript().Headers),
        new ResponsesScript(),
        new TokenCountScript("openai.responses.input_tokens", "/v1/responses/input_tokens", new ResponsesScript()),
        new StoredResponseScript("openai.responses.get", HttpMethod.Get, "/v1/responses/resp_1", streams: true),
        new StoredResponseScript("openai.responses.cancel", HttpMethod.Post, "/v1/responses/resp_1/cancel"),
        new DeletedResponseScript(),
        new InputItemsScript(),
        new PassedScript(),
    ];

    public static IEnumerable<SurfaceScript> Streamed => All.Where(script => script.Streams);

    public static SurfaceScript Of(string surface) => All.Single(script => script.Name == surface);
}
