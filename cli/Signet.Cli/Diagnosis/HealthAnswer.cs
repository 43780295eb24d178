namespace Signet.Cli.Diagnosis;

/// <summary>How a service is.</summary>
/// <param name="Address">The health page that was asked.</param>
/// <param name="Status">The HTTP status; null without an answer.</param>
/// <param name="Problem">Why there is no answer.</param>
internal sealed record HealthAnswer(Uri Address, int? Status, string? Problem)
{
    public bool IsWell => Status == 200;
}
