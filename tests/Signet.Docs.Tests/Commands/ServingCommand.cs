using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Signet.Docs.Tests.Commands;

/// <summary>A command of the guides that runs until it is told to stop.</summary>
internal sealed partial class ServingCommand : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly Match _banner;

    private ServingCommand(Process process, Task<string> error, Match banner) => (_process, _error, _banner) = (process, error, banner);

    /// <summary>Where it listens.</summary>
    public string Address => _banner.Groups["address"].Value;

    /// <summary>The key that a witness says is its own.</summary>
    public string Key => _banner.Groups["key"].Value;

    /// <summary>Starts it and returns once it says that it serves.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public static async Task<ServingCommand> StartAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var said = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken) is { } line)
        {
            said.AppendLine(line);
            if (Banner().Match(line) is { Success: true } banner)
            {
                // What it says later must not fill the pipe.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new ServingCommand(process, error, banner);
            }
        }

        process.Dispose();
        throw new InvalidOperationException($"{said}{await error}");
    }

    /// <summary>Asks it to stop (SIGTERM), and gives its exit code and what it complained of.</summary>
    public async Task<(int ExitCode, string Error)> StopAsync(CancellationToken cancellationToken)
    {
        using (var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {_process.Id}"]))
        {
            await kill.WaitForExitAsync(cancellationToken);
        }

        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return (_process.ExitCode, await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _error;
        _process.Dispose();
    }

    [GeneratedRegex(@"^(signet is up\.  API: (?<address>http://\S+)/v1 |Witness: (?<address>http://\S+) key: (?<key>\S+)$)")]
    private static partial Regex Banner();
}
