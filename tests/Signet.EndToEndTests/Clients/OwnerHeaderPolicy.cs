using System.ClientModel.Primitives;

namespace Signet.EndToEndTests.Clients;

/// <summary>Names who answers for each request, the way a user of the official client adds a header.</summary>
internal sealed class OwnerHeaderPolicy(string owner) : PipelinePolicy
{
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.Request.Headers.Set("X-Commit-Owner", owner);
        ProcessNext(message, pipeline, currentIndex);
    }

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.Request.Headers.Set("X-Commit-Owner", owner);
        return ProcessNextAsync(message, pipeline, currentIndex);
    }
}
