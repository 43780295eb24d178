namespace Signet.Cli.Policies;

/// <summary>A request and what has to become of it.</summary>
internal sealed record PolicyTestCase
{
    /// <summary>Its name, for reports.</summary>
    public string Name { get; init; } = "";

    /// <summary>What is asked.</summary>
    public PolicyTestRequest Request { get; init; } = new();

    /// <summary>What has to become of it.</summary>
    public PolicyTestExpectation? Expect { get; init; }
}
