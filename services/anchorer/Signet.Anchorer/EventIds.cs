namespace Signet.Anchorer;

/// <summary>The event ids of the anchorer's log messages.</summary>
internal static class EventIds
{
    public const int TokenRefused = 1;
    public const int NoToken = 2;
    public const int RoundChained = 3;
    public const int TooFewTokens = 4;
    public const int RoundRefused = 5;
    public const int LogUnavailable = 6;
    public const int LastAttempt = 7;
    public const int EvidenceNotKept = 8;
    public const int Cosigned = 9;
    public const int NotCosigned = 10;
    public const int WitnessDisagrees = 11;
    public const int LeftOver = 12;
}
