using System.Text.Json;

namespace Signet.Testing.Surfaces;

/// <summary>
/// What an answer says, whatever API carries it. A script renders every member that is there; lists are the pieces in which a stream
/// brings a text, and one text in a unary answer.
/// </summary>
public sealed record Reply
{
    public IReadOnlyList<string> Text { get; init; } = ["Hello."];

    public IReadOnlyList<string> SecondText { get; init; } = [];

    public IReadOnlyList<CallReply> Calls { get; init; } = [];

    public IReadOnlyList<string> ToolResult { get; init; } = [];

    public IReadOnlyList<string> Reasoning { get; init; } = [];

    public IReadOnlyList<string> Refusal { get; init; } = [];

    public string? Id { get; init; }

    /// <summary>Base64.</summary>
    public string? Octets { get; init; }

    public string? UnknownField { get; init; }

    public string? UnknownKey { get; init; }

    public string? UnknownPart { get; init; }

    public string? UnknownEvent { get; init; }

    public string? Error { get; init; }

    /// <summary>A harmless answer with a text at one place, in pieces where an API cuts it there.</summary>
    public static Reply At(AnswerPlace place, params IReadOnlyList<string> pieces)
    {
        var text = string.Concat(pieces);
        return place switch
        {
            AnswerPlace.Text => new Reply { Text = pieces },
            AnswerPlace.SecondText => new Reply { SecondText = pieces },

            // No API cuts names: a call whose name comes in pieces is withheld whatever it says.
            AnswerPlace.ToolName => new Reply { Calls = [new CallReply([text], ["{}"])] },
            AnswerPlace.ToolArguments => new Reply { Calls = [Call("get_weather", pieces)] },
            AnswerPlace.ToolResult => new Reply { ToolResult = pieces },
            AnswerPlace.Reasoning => new Reply { Reasoning = pieces },
            AnswerPlace.Refusal => new Reply { Refusal = pieces },
            AnswerPlace.Id => new Reply { Id = text },
            AnswerPlace.Octets => new Reply { Octets = Prompt.Encode(text) },
            AnswerPlace.UnknownField => new Reply { UnknownField = text },
            AnswerPlace.UnknownKey => new Reply { UnknownKey = text },
            AnswerPlace.UnknownPart => new Reply { UnknownPart = text },
            AnswerPlace.UnknownEvent => new Reply { UnknownEvent = text },
            AnswerPlace.Error => new Reply { Error = text },
            _ => throw new ArgumentOutOfRangeException(nameof(place)),
        };
    }

    /// <summary>A call with one argument, whose value comes in pieces.</summary>
    public static CallReply Call(string name, params IReadOnlyList<string> pieces) =>
        new([name], ["{\"city\":\"", .. pieces.Select(piece => JsonEncodedText.Encode(piece).ToString()), "\"}"]);
}
