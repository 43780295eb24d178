using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Signet.Testing.Processes;

/// <summary>The stand-in for a Dapr sidecar (tests/Signet.DaprSidecar), as built, as a process of its own.</summary>
public sealed class SidecarProcess : IAsyncDisposable
{
    private readonly DaemonProcess _daemon;
    private readonly HttpClient _client = new();

    private SidecarProcess(DaemonProcess daemon, int grpcPort, int httpPort)
    {
        (_daemon, GrpcPort, HttpPort) = (daemon, grpcPort, httpPort);
        _client.BaseAddress = new Uri($"http://127.0.0.1:{httpPort}");
    }

    /// <summary>The port of the gRPC API.</summary>
    public int GrpcPort { get; }

    /// <summary>The port of the HTTP API.</summary>
    public int HttpPort { get; }

    /// <summary>False once it has ended by itself or was killed.</summary>
    public bool IsRunning => _daemon.IsRunning;

    /// <summary>Starts one. The names of settings are those of the stand-in's options.</summary>
    public static async Task<SidecarProcess> StartAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        const string Name = "Signet.DaprSidecar";
        ArgumentNullException.ThrowIfNull(settings);
        var build = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(SignetExecutable.RepositoryRoot, "tests", Name, "bin", build.Parent!.Name, build.Name, Name);
        var (grpcPort, httpPort) = (LoopbackPort.Free(), LoopbackPort.Free());
        List<string> arguments =
        [
            "--Sidecar:GrpcPort", grpcPort.ToString(CultureInfo.InvariantCulture), "--Sidecar:HttpPort", httpPort.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var (name, value) in settings)
        {
            arguments.AddRange([$"--Sidecar:{name}", value]);
        }

        return new SidecarProcess(await DaemonProcess.StartAsync(path, arguments, [grpcPort, httpPort], cancellationToken), grpcPort, httpPort);
    }

    /// <summary>Kills it (SIGKILL).</summary>
    public Task KillAsync(CancellationToken cancellationToken) => _daemon.KillAsync(cancellationToken);

    /// <summary>Starts it again on the same ports.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _daemon.StartAsync(cancellationToken);

    /// <summary>Changes what goes wrong, by the names of the stand-in's rates; what isn't named goes well.</summary>
    public async Task SetFaultsAsync(JsonObject rates, CancellationToken cancellationToken)
    {
        using var answer = await _client.PutAsJsonAsync(new Uri("/standin/faults", UriKind.Relative), rates, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Closes the subscription and opens it again.</summary>
    public async Task RestartSubscriptionAsync(CancellationToken cancellationToken)
    {
        using var answer = await _client.PostAsync(new Uri("/standin/restart", UriKind.Relative), null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A count of what it has done since it started, such as <c>delivered</c>.</summary>
    public async Task<long> CountAsync(string name, CancellationToken cancellationToken) =>
        (long)(await _client.GetFromJsonAsync<JsonNode>(new Uri("/standin/statistics", UriKind.Relative), cancellationToken))![name]!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _daemon.DisposeAsync();
    }
}
