using System.Diagnostics;
using Xunit;

namespace Signet.Testing.Processes;

/// <summary>Runs a command to its end.</summary>
public static class CommandProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static Task<CommandResult> RunAsync(string path, IEnumerable<string> arguments, string? folder = null)
    {
        var start = SignetExecutable.StartInfo(path, arguments);
        start.WorkingDirectory = folder ?? SignetExecutable.RepositoryRoot;

        // No cluster: whatever this machine is configured for is none of the tests' business.
        start.Environment["KUBECONFIG"] = "/dev/null";
        return RunAsync(start, Patience);
    }

    /// <summary>Runs what is described, without input; input, output and errors must be redirected.</summary>
    public static async Task<CommandResult> RunAsync(ProcessStartInfo start, TimeSpan atMost)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(atMost);
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
