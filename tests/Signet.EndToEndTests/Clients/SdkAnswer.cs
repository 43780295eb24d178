namespace Signet.EndToEndTests.Clients;

/// <summary>What an SDK made of an answer, as the program that called it sees it.</summary>
internal sealed record SdkAnswer
{
    public string Text { get; init; } = "";

    public string Refusal { get; init; } = "";

    public string Reasoning { get; init; } = "";

    public SdkToolCall[] Calls { get; init; } = [];

    public string? Finish { get; init; }

    public int Pieces { get; init; }

    public int? Tokens { get; init; }

    /// <summary>The text of the whole answer that ends a stream of the Responses API.</summary>
    public string? Final { get; init; }

    /// <summary>Types of parts, vectors, ids of models, or the tools that were run.</summary>
    public string[] Values { get; init; } = [];

    /// <summary>The name of the request in the log.</summary>
    public string? Correlation { get; init; }

    /// <summary>What the SDK threw, if it did.</summary>
    public SdkError? Error { get; init; }
}
