using Signet.Policy.Pipeline;

namespace Signet.Gateway.Streaming;

/// <summary>One text of an answer: how much of it has come, and how much of that may go out.</summary>
internal sealed class GateChannel(InspectionChannel name)
{
    public InspectionChannel Name { get; } = name;

    /// <summary>In characters from its start.</summary>
    public long Received { get; set; }

    /// <summary>In characters from its start.</summary>
    public long Releasable { get; set; }
}
