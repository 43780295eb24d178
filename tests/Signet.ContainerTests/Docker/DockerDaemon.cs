using System.Diagnostics;
using DotNet.Testcontainers.Configurations;
using Signet.Testing.Storage;

namespace Signet.ContainerTests.Docker;

/// <summary>
/// A Docker daemon of the tests' own on a private socket, with a directory of its own that goes with it: nothing of the machine's images and
/// containers is used or left. Needs root and Debian's docker.io.
/// </summary>
internal sealed class DockerDaemon : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly TemporaryDirectory _directory = new();
    private Process? _process;

    public string Socket => $"unix://{_directory.File("docker.sock")}";

    public static async Task<DockerDaemon> StartAsync(CancellationToken cancellationToken)
    {
        var daemon = new DockerDaemon();
        try
        {
            await daemon.StartProcessAsync(cancellationToken);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            // SIGTERM: it unmounts what it has mounted, and ends the container runtime that it started.
            await Shell.RunAsync("kill", ["-TERM", $"{_process.Id}"], CancellationToken.None);
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }

        _process?.Dispose();
        _directory.Dispose();
    }

    private async Task StartProcessAsync(CancellationToken cancellationToken)
    {
        // No bridge of its own: each network is one that a test makes, and another daemon of the machine is not disturbed.
        string[] arguments =
        [
            "--bridge", "none", "--data-root", _directory.File("data"), "--exec-root", _directory.File("exec"), "--pidfile", _directory.File("pid"),
            "--host", Socket,
        ];
        _process = Process.Start("/bin/bash", ["-c", "exec dockerd \"$@\" >\"$0\" 2>&1 </dev/null", _directory.File("log"), .. arguments]);

        // Read by the command, and by Testcontainers when it is first touched: otherwise it speaks a version of its own, whatever the daemon's.
        Environment.SetEnvironmentVariable("DOCKER_HOST", Socket);
        for (var began = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                Environment.SetEnvironmentVariable(
                    "DOCKER_API_VERSION", await Shell.RunAsync("docker", ["version", "--format", "{{.Server.APIVersion}}"], cancellationToken));

                // Its image would have to be pulled. The daemon's end is the end of all that it ran.
                TestcontainersSettings.ResourceReaperEnabled = false;
                return;
            }
            catch (InvalidOperationException) when (!_process.HasExited && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(Poll, cancellationToken);
            }
            catch (InvalidOperationException exception)
            {
                throw new InvalidOperationException($"No Docker daemon.\n{await File.ReadAllTextAsync(_directory.File("log"), cancellationToken)}", exception);
            }
        }
    }
}
