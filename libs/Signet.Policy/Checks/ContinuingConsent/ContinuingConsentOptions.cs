namespace Signet.Policy.Checks.ContinuingConsent;

/// <summary>Options of <c>continuing_consent</c>.</summary>
internal sealed record ContinuingConsentOptions
{
    /// <summary><c>every_characters</c>: asks again after so many characters of an answer.</summary>
    public int EveryCharacters { get; init; } = 256;

    /// <summary><c>every_ms</c>: asks again with the first text that comes after so long.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);
}
