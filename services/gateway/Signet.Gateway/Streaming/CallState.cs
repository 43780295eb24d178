using System.Text;
using Signet.Policy.Content;

namespace Signet.Gateway.Streaming;

/// <summary>One tool call while it is put together.</summary>
internal sealed class CallState
{
    private readonly StringBuilder _name = new();
    private readonly StringBuilder _arguments = new();
    private string? _callId;

    public HashSet<GateChannel> Channels { get; } = [];

    /// <summary>The arguments as far as they have come.</summary>
    public string Arguments => _arguments.ToString();

    /// <summary>True for a call that the provider runs itself.</summary>
    public bool IsProviders { get; set; }

    /// <summary>True when the name came in several pieces: some SDKs put them together, others take the last.</summary>
    public bool IsNamedTwice { get; private set; }

    public bool IsDecided { get; set; }

    public bool IsReleased { get; set; }

    public bool IsWithheld => IsDecided && !IsReleased;

    public void Add(string? callId, string? name, string? arguments)
    {
        _callId ??= callId;
        IsNamedTwice |= _name.Length > 0 && name is { Length: > 0 };
        _name.Append(name);
        _arguments.Append(arguments);
    }

    /// <summary>
    /// Takes the call said again as a whole. False when it says another call than was put together: whoever acts on the one would act
    /// on what nobody has judged.
    /// </summary>
    public bool Repeat(string? callId, string? name, string? arguments) =>
        Repeats(_name, name) && Repeats(_arguments, arguments) && (callId is null || (_callId ??= callId) == callId);

    public ToolCall Build(int choice, int index) => new()
    {
        Choice = choice,
        Index = index,
        CallId = _callId,
        Name = _name.ToString(),
        Arguments = Arguments,
    };

    private bool Repeats(StringBuilder known, string? whole)
    {
        if (whole is null)
        {
            return true;
        }

        if (known.Length == 0 && !IsDecided)
        {
            known.Append(whole);
        }

        return known.Equals(whole);
    }
}
