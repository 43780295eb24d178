using System.Diagnostics;
using Signet.Testing.Processes;

namespace Signet.Docs.Tests.Commands;

/// <summary>A user's shell in a folder of his own, in which <c>signet</c> is the built one.</summary>
internal sealed class Shell(string folder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>A start with every stream redirected.</summary>
    public ProcessStartInfo StartInfo(string command)
    {
        var start = SignetExecutable.StartInfo("bash", ["-euo", "pipefail", "-c", command]);
        start.WorkingDirectory = folder;
        start.Environment["PATH"] = $"{Path.GetDirectoryName(SignetExecutable.Path)}:{Environment.GetEnvironmentVariable("PATH")}";
        return start;
    }

    public async Task<CommandResult> RunAsync(string command)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var process = Process.Start(StartInfo(command))!;
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
