using Signet.Gateway.Commits;

namespace Signet.Bench.Commits;

/// <summary>A way from a decision to its record.</summary>
internal interface ICommitPath : IAsyncDisposable
{
    IEventRecorder Recorder { get; }

    /// <summary>How many batches the publisher has sent so far.</summary>
    long Batches { get; }

    /// <summary>Returns once everything recorded has arrived where the way ends; at once where it ends with the record.</summary>
    Task SettleAsync() => Task.CompletedTask;
}
