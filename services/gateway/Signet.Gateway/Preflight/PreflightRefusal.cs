namespace Signet.Gateway.Preflight;

/// <summary>Why a request isn't even shown to the checks.</summary>
/// <param name="Error">A stable token.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Header">The name of the header that is at fault, or null.</param>
internal sealed record PreflightRefusal(string Error, int Status = 400, string? Header = null);
