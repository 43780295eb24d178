using System.Globalization;

namespace Signet.Testing.Processes;

/// <summary>A <c>redis-server</c> from the system's packages, which writes every command to its disk before it answers.</summary>
public sealed class RedisProcess : IAsyncDisposable
{
    private readonly DaemonProcess _daemon;

    private RedisProcess(DaemonProcess daemon, int port) => (_daemon, Port) = (daemon, port);

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Starts one that keeps its files in <paramref name="directory"/>.</summary>
    public static async Task<RedisProcess> StartAsync(string directory, CancellationToken cancellationToken)
    {
        var port = LoopbackPort.Free();
        Directory.CreateDirectory(directory);
        string[] arguments =
        [
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", directory,
            "--appendonly", "yes", "--appendfsync", "always", "--save", "",
        ];
        return new RedisProcess(await DaemonProcess.StartAsync("redis-server", arguments, [port], cancellationToken), port);
    }

    /// <summary>Kills it (SIGKILL).</summary>
    public Task KillAsync(CancellationToken cancellationToken) => _daemon.KillAsync(cancellationToken);

    /// <summary>Starts it again on what it had stored.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _daemon.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _daemon.DisposeAsync();
}
