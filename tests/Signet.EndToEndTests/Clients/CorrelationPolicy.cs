using System.ClientModel.Primitives;

namespace Signet.EndToEndTests.Clients;

/// <summary>Remembers the names in the log of the requests that a client of OpenAI's made.</summary>
internal sealed class CorrelationPolicy : PipelinePolicy
{
    private const string Header = "X-Signet-Correlation-Id";

    /// <summary>The newest of them.</summary>
    public string? Last { get; private set; }

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        ProcessNext(message, pipeline, currentIndex);
        Take(message);
    }

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        await ProcessNextAsync(message, pipeline, currentIndex);
        Take(message);
    }

    private void Take(PipelineMessage message) =>
        Last = message.Response?.Headers.TryGetValue(Header, out var value) == true ? value : null;
}
