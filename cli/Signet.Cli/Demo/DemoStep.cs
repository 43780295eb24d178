namespace Signet.Cli.Demo;

/// <summary>One request of the demonstration, and how it has to end.</summary>
internal sealed record DemoStep
{
    /// <summary>What it shows.</summary>
    public required string Title { get; init; }

    /// <summary>The user's message.</summary>
    public required string Message { get; init; }

    /// <summary>True to send an owner header.</summary>
    public bool WithOwner { get; init; } = true;

    /// <summary>True to ask for a stream.</summary>
    public bool Streamed { get; init; }

    /// <summary>The status that has to come back.</summary>
    public required int Status { get; init; }

    /// <summary>The decisions that have to stand in the log, in order: phase and decision.</summary>
    public required IReadOnlyList<string> Decisions { get; init; }

    /// <summary>What the answer has to hold, or null.</summary>
    public string? Holds { get; init; }

    /// <summary>What the answer must not hold, or null.</summary>
    public string? MustNotHold { get; init; }
}
