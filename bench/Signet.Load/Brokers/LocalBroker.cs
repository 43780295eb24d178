using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Signet.Load.Brokers;

/// <summary>
/// A Redis that writes every command to its disk before it answers, and the tests' stand-in for a Dapr sidecar in front of it; on request a
/// second one that delivers to an app. Each is a process of its own.
/// </summary>
internal sealed class LocalBroker : IAsyncDisposable
{
    private const string Redis = "redis-server";
    private const string Sidecar = "Signet.DaprSidecar";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly List<Process> _processes = [];
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly int _port = FreePort();
    private readonly int _statistics = FreePort();
    private int? _subscriber;

    private LocalBroker() => Endpoint = new Uri($"http://127.0.0.1:{_port}");

    /// <summary>False where Redis isn't installed (Debian: <c>redis-server</c>).</summary>
    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, Redis)));

    /// <summary>The gRPC API of the publisher's sidecar.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts all of it, with its files in a directory.</summary>
    /// <param name="directory">For Redis.</param>
    /// <param name="app">The port of the app that events are delivered to, and what its sidecar shows to it; null for none.</param>
    public static async Task<LocalBroker> StartAsync(string directory, (int Port, string Token)? app = null)
    {
        var broker = new LocalBroker();
        try
        {
            await broker.StartAllAsync(directory, app);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Returns once the app has taken everything that was published.</summary>
    public async Task SettleAsync()
    {
        while (_subscriber is { } subscriber && await CountAsync(subscriber, "acknowledged") < await CountAsync(_statistics, "published"))
        {
            await Task.Delay(Poll);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private async Task StartAllAsync(string directory, (int Port, string Token)? app)
    {
        Directory.CreateDirectory(directory);
        var redis = FreePort();
        await StartAsync(
            Redis, redis, "--port", Text(redis), "--bind", "127.0.0.1", "--dir", directory, "--appendonly", "yes", "--appendfsync", "always", "--save", "");
        var (sidecar, broker) = (SidecarPath(), $"127.0.0.1:{redis}");
        if (app is { } subscribed)
        {
            var port = FreePort();
            _subscriber = port;
            await StartAsync(
                sidecar, port, "--Sidecar:AppId", "auditor", "--Sidecar:AppPort", Text(subscribed.Port), "--Sidecar:AppToken", subscribed.Token,
                "--Sidecar:GrpcPort", Text(FreePort()), "--Sidecar:HttpPort", Text(port), "--Sidecar:Redis", broker,
                "--Sidecar:MayPublish", "false", "--Sidecar:RetriesForEver", "true");
        }

        await StartAsync(
            sidecar, _port, "--Sidecar:AppId", "gateway", "--Sidecar:GrpcPort", Text(_port), "--Sidecar:HttpPort", Text(_statistics), "--Sidecar:Redis", broker);
    }

    private async Task StartAsync(string path, int port, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _processes.Add(process);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(Patience);
        while (!process.HasExited)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(Poll, limit.Token);
            }
        }

        throw new InvalidOperationException($"{Path.GetFileName(path)} ended by itself.");
    }

    private async Task<long> CountAsync(int port, string name) =>
        (long)(await _client.GetFromJsonAsync<JsonNode>(new Uri($"http://127.0.0.1:{port}/standin/statistics")))![name]!;

    /// <summary>As built with this program's configuration.</summary>
    private static string SidecarPath()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = output;
        while (!File.Exists(Path.Combine(root.FullName, "signet.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The sidecar is found in the repository alone.");
        }

        return Path.Combine(root.FullName, "tests", Sidecar, "bin", output.Parent!.Name, output.Name, Sidecar);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
