namespace Signet.Release.Bills;

/// <summary>What a release is.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Commit">What it was built from.</param>
/// <param name="Sdk">The version of the .NET SDK that built it: another one may give other octets.</param>
/// <param name="Time">When the commit was made.</param>
internal sealed record ReleaseFacts(string Version, string Commit, string Sdk, DateTimeOffset Time)
{
    public string Purl => $"pkg:nuget/signet@{Version}";
}
