using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Signet.Testing.Processes;

/// <summary>A running <c>signet up</c> on free ports of the loopback address.</summary>
public sealed partial class SignetProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<Match> _banner = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private SignetProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _error));
    }

    /// <summary>Where the API listens.</summary>
    public Uri Address => new(_banner.Task.Result.Groups["api"].Value);

    /// <summary>Where health and metrics listen.</summary>
    public Uri ManagementAddress => new(_banner.Task.Result.Groups["management"].Value);

    /// <summary>Everything written to standard output so far.</summary>
    public string Output => Snapshot(_output);

    /// <summary>Everything written to standard error so far.</summary>
    public string Error => Snapshot(_error);

    /// <summary>Starts it and returns at once; it may not serve yet.</summary>
    public static SignetProcess Spawn(string data, params IEnumerable<string> arguments) => Spawn(data, arguments, environment: null);

    /// <summary>Starts it and returns once it serves.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public static async Task<SignetProcess> UpAsync(
        string data, IEnumerable<string> arguments, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? environment = null)
    {
        var process = Spawn(data, arguments, environment);
        try
        {
            await Task.WhenAny(process._banner.Task, process._reading).WaitAsync(Patience, cancellationToken);
            return process._banner.Task.IsCompletedSuccessfully
                ? process
                : throw new InvalidOperationException($"signet up ended by itself.\n{process.Output}\n{process.Error}");
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it at once, as a power cut would (SIGKILL).</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
    }

    /// <summary>Asks it to stop (SIGTERM) and gives its exit code.</summary>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        using (var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {_process.Id}"]))
        {
            await kill.WaitForExitAsync(cancellationToken);
        }

        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        await _reading;
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _reading;
        _process.Dispose();
    }

    private static SignetProcess Spawn(string data, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = SignetExecutable.StartInfo(
            SignetExecutable.Path, ["up", "--data", data, "--port", "0", "--management-port", "0", .. arguments]);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    private static string Snapshot(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    private async Task ReadAsync(StreamReader reader, StringBuilder text)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }

            if (Banner().Match(line) is { Success: true } match)
            {
                _banner.TrySetResult(match);
            }
        }
    }

    [GeneratedRegex(@"API: (?<api>http://\S+/)v1 .* management: (?<management>http://\S+/)readyz")]
    private static partial Regex Banner();
}
