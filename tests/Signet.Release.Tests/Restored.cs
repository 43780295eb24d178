using Signet.Release.Packages;

namespace Signet.Release.Tests;

/// <summary>What NuGet restored for this repository.</summary>
internal static class Restored
{
    public static PackageFolder Packages { get; } = new(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));
}
