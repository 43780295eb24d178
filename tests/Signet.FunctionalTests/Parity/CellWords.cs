namespace Signet.FunctionalTests.Parity;

/// <summary>The words of the matrix. The first group stands in the page; one of the second fails the tests.</summary>
internal static class CellWords
{
    public const string Blocked = "blocked";
    public const string Aborted = "aborted";
    public const string Redacted = "redacted";
    public const string Withheld = "withheld";
    public const string Unread = "counted unread";
    public const string NotLookedAt = "not looked at";
    public const string NoPlace = "–";

    /// <summary>A check that is supposed to look there has let it pass.</summary>
    public const string Passed = "PASSED";

    /// <summary>Something was decided, and the caller saw it all the same.</summary>
    public const string Leaked = "LEAKED";

    /// <summary>It has gone, and nothing says why.</summary>
    public const string Lost = "LOST";

    public static IReadOnlyList<string> Faults { get; } = [Passed, Leaked, Lost];
}
