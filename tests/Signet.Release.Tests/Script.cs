using System.Diagnostics;
using Signet.Testing;

namespace Signet.Release.Tests;

/// <summary>Runs commands of the release in a folder.</summary>
internal static class Script
{
    public static Task<(int ExitCode, string Output)> ReleaseAsync(string folder, params string[] arguments) =>
        RunAsync(Repository.PathOf("eng", "release"), arguments, folder);

    public static Task<(int ExitCode, string Output)> ShellAsync(string folder, string command) => RunAsync("bash", ["-euo", "pipefail", "-c", command], folder);

    private static async Task<(int ExitCode, string Output)> RunAsync(string path, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(path, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment.Remove("SIGNET_RELEASE_KEY");
        using var process = Process.Start(start)!;
        var cancellationToken = TestContext.Current.CancellationToken;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await error);
    }
}
