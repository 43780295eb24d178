using System.Text;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Streaming;

/// <summary>One tool call while it is put together.</summary>
internal sealed class CallState
{
    private readonly StringBuilder _name = new();
    private readonly StringBuilder _arguments = new();
    private string? _callId;

    public HashSet<InspectionChannel> Channels { get; } = [];

    public bool IsDecided { get; set; }

    public bool IsReleased { get; set; }

    /// <summary>Its number among the calls that are released.</summary>
    public int ReleasedNumber { get; set; }

    public void Add(string? callId, string? name, string? arguments)
    {
        _callId ??= callId;
        _name.Append(name);
        _arguments.Append(arguments);
    }

    public ToolCall Build(int choice, int index) => new()
    {
        Choice = choice,
        Index = index,
        CallId = _callId,
        Name = _name.ToString(),
        Arguments = _arguments.ToString(),
    };
}
