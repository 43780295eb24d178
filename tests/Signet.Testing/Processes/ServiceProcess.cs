using System.Diagnostics;
using System.Net;
using System.Text;

namespace Signet.Testing.Processes;

/// <summary>One of the service hosts, as built, run as a process of its own with its settings in the environment.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ServiceProcess(Process process, int port, int managementPort)
    {
        _process = process;
        (Address, ManagementAddress) = (new Uri($"http://127.0.0.1:{port}"), new Uri($"http://127.0.0.1:{managementPort}"));
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where the service listens, if it has a public port.</summary>
    public Uri Address { get; }

    /// <summary>Where health and metrics listen.</summary>
    public Uri ManagementAddress { get; }

    /// <summary>Everything written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Runs a service as a job, with arguments that make it end by itself.</summary>
    public static async Task<CommandResult> RunAsync(
        string service, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        using var process = Process.Start(StartInfo(service, arguments, settings))!;
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return new CommandResult(process.ExitCode, output, await error);
    }

    /// <summary>Starts a service, such as <c>gateway</c>, and returns once it is ready.</summary>
    /// <param name="service">The service.</param>
    /// <param name="settings">Its settings, as variables of the environment.</param>
    /// <param name="cancellationToken">Ends the wait, and the service.</param>
    /// <param name="fixedPort">The public port; a free one without it.</param>
    public static async Task<ServiceProcess> StartAsync(
        string service, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken, int? fixedPort = null)
    {
        var (port, managementPort) = (fixedPort ?? LoopbackPort.Free(), LoopbackPort.Free());
        var start = StartInfo(service, [], settings);
        start.Environment["Listen__Public"] = $"127.0.0.1:{port}";
        start.Environment["Listen__Management"] = $"127.0.0.1:{managementPort}";
        var process = new ServiceProcess(Process.Start(start)!, port, managementPort);
        try
        {
            await process.WaitUntilReadyAsync(cancellationToken);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until something holds, which it should bring about, alone or with others.</summary>
    /// <exception cref="InvalidOperationException">One of them has ended, or it takes too long; the message has their output.</exception>
    public async Task UntilAsync(Func<bool> holds, CancellationToken cancellationToken, params IReadOnlyList<ServiceProcess> others)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            ServiceProcess[] all = [this, .. others];
            if (all.Any(service => service._process.HasExited) || TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new InvalidOperationException("It did not come about.\n" + string.Join("\n--\n", all.Select(service => service.Output)));
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <summary>Ends it at once, as a power cut would (SIGKILL).</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
    }

    private static ProcessStartInfo StartInfo(string service, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings)
    {
        var name = $"Signet.{char.ToUpperInvariant(service[0])}{service[1..]}.Host";
        var build = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var folder = Path.Combine(SignetExecutable.RepositoryRoot, "services", service, name, "bin", build.Parent!.Name, build.Name);
        var start = SignetExecutable.StartInfo(Path.Combine(folder, name), arguments);
        start.WorkingDirectory = folder;
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return start;
    }

    /// <summary>Asks it to stop (SIGTERM) and gives its exit code.</summary>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        using (var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {_process.Id}"]))
        {
            await kill.WaitForExitAsync(cancellationToken);
        }

        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        var began = TimeProvider.System.GetTimestamp();
        while (!_process.HasExited && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(ManagementAddress, "/readyz"), cancellationToken);
                if (answer.StatusCode == HttpStatusCode.OK && !_process.HasExited)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It doesn't listen yet.
            }

            await Task.Delay(Poll, cancellationToken);
        }

        throw new InvalidOperationException($"The service did not become ready.\n{Output}");
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
