using System.Diagnostics;
using System.Text;

namespace Signet.Testing.Processes;

/// <summary>
/// A process that listens on ports given to it, and that a test kills and starts again with the same arguments on the same ports.
/// </summary>
public sealed class DaemonProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _path;
    private readonly IReadOnlyList<string> _arguments;
    private readonly int[] _ports;
    private readonly StringBuilder _output = new();
    private Process? _process;

    private DaemonProcess(string path, IReadOnlyList<string> arguments, int[] ports) => (_path, _arguments, _ports) = (path, arguments, ports);

    /// <summary>False once it has ended by itself or was killed.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts it and returns once it listens on all of its ports.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public static async Task<DaemonProcess> StartAsync(
        string path, IReadOnlyList<string> arguments, int[] ports, CancellationToken cancellationToken)
    {
        var daemon = new DaemonProcess(path, arguments, ports);
        try
        {
            await daemon.StartAsync(cancellationToken);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process?.Dispose();
        _process = Process.Start(SignetExecutable.StartInfo(_path, _arguments))!;
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var ended = _process.WaitForExitAsync(limit.Token);
        var listening = Task.WhenAll(_ports.Select(port => LoopbackPort.WaitAsync(port, limit.Token)));
        if (await Task.WhenAny(ended, listening) == ended)
        {
            await limit.CancelAsync();
            throw new InvalidOperationException($"{Path.GetFileName(_path)} ended by itself.\n{_output}");
        }

        await listening;
    }

    /// <summary>Ends it at once, as a power cut would (SIGKILL); does nothing if it has ended.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (IsRunning)
        {
            _process!.Kill();
            await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        _process?.Dispose();
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
