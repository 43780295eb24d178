using Signet.Testing.Surfaces;

namespace Signet.FunctionalTests.Parity;

/// <summary>A row of checks to be compared: a policy, what triggers it, and where it is supposed to look.</summary>
internal sealed record ParityCheck
{
    /// <summary>The check that must have decided, as events name it.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>What a reader of the table should know.</summary>
    public required string Remark { get; init; }

    public required string Policy { get; init; }

    /// <summary>What stands at the place.</summary>
    public string Trigger { get; init; } = "";

    /// <summary>What stands for the trigger when it is redacted.</summary>
    public string? Replacement { get; init; }

    /// <summary>Triggers at <see cref="RequestPlace.Header"/>.</summary>
    public Action<HttpRequestMessage>? Header { get; init; }

    /// <summary>The surfaces of its table; the others have no such thing.</summary>
    public Func<SurfaceScript, bool> Concerns { get; init; } = _ => true;

    /// <summary>The places of its table.</summary>
    public IReadOnlyList<RequestPlace> RequestPlaces { get; init; } = [];

    public IReadOnlyList<AnswerPlace> AnswerPlaces { get; init; } = [];

    /// <summary>Where it is supposed to look; the other places of the table are left out by its design.</summary>
    public Func<RequestPlace, bool> LooksAtRequest { get; init; } = _ => false;

    public Func<AnswerPlace, bool> LooksAtAnswer { get; init; } = _ => false;
}
