using System.Text;

namespace Signet.Testing.Surfaces;

/// <summary>What a request says, whatever API carries it. A script renders every member that is there.</summary>
public sealed record Prompt
{
    /// <summary>What the user says, in one or more messages.</summary>
    public IReadOnlyList<string> User { get; init; } = ["Hello."];

    public string? System { get; init; }

    public string? ToolName { get; init; }

    public string? ToolDescription { get; init; }

    public string? ToolSchema { get; init; }

    public string? CallArguments { get; init; }

    public string? ToolResult { get; init; }

    public string? Reasoning { get; init; }

    public string? Refusal { get; init; }

    public string? MediaAddress { get; init; }

    /// <summary>Base64.</summary>
    public string? MediaOctets { get; init; }

    public string? UnknownField { get; init; }

    public string? UnknownKey { get; init; }

    public string? UnknownPart { get; init; }

    /// <summary>True when it declares a tool.</summary>
    public bool HasTool => ToolName is not null || ToolDescription is not null || ToolSchema is not null;

    /// <summary>True when it tells of a call that was made earlier.</summary>
    public bool HasCall => CallArguments is not null || ToolResult is not null;

    /// <summary>A harmless request with <paramref name="text"/> at one place.</summary>
    public static Prompt At(RequestPlace place, string text) => place switch
    {
        RequestPlace.Header => new Prompt(),
        RequestPlace.UserText => new Prompt { User = [text] },
        RequestPlace.SystemText => new Prompt { System = text },
        RequestPlace.ToolName => new Prompt { ToolName = text },
        RequestPlace.ToolDescription => new Prompt { ToolDescription = text },
        RequestPlace.ToolSchema => new Prompt { ToolSchema = text },
        RequestPlace.CallArguments => new Prompt { CallArguments = text },
        RequestPlace.ToolResult => new Prompt { ToolResult = text },
        RequestPlace.Reasoning => new Prompt { Reasoning = text },
        RequestPlace.Refusal => new Prompt { Refusal = text },
        RequestPlace.MediaAddress => new Prompt { MediaAddress = "https://pictures.example/" + text },
        RequestPlace.MediaOctets => new Prompt { MediaOctets = Encode(text) },
        RequestPlace.UnknownField => new Prompt { UnknownField = text },
        RequestPlace.UnknownKey => new Prompt { UnknownKey = text },
        RequestPlace.UnknownPart => new Prompt { UnknownPart = text },
        _ => throw new ArgumentOutOfRangeException(nameof(place)),
    };

    /// <summary>A text as octets that a check can't read: base64 of whole groups of four.</summary>
    public static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text.PadRight((text.Length + 11) / 12 * 12)));
}
