using System.Diagnostics;
using System.Net;
using Signet.Load.Client;
using Signet.Load.Scenarios;

namespace Signet.Load.Systems;

/// <summary>A process that answers on a port of its own.</summary>
internal sealed class SystemUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly bool _isHost;

    private SystemUnderTest(string name, Process process, IPEndPoint address, bool isHost)
    {
        (Name, _process, Address, _isHost) = (name, process, address, isHost);
        Usage = new ProcessUsage(process.Id);
    }

    public string Name { get; }

    public IPEndPoint Address { get; }

    public ProcessUsage Usage { get; }

    public int ProcessId => _process.Id;

    /// <summary>Starts this executable as one of its hosts, and returns once it answers.</summary>
    public static async Task<SystemUnderTest> StartHostAsync(string name, IPEndPoint? upstream, string? data, bool serverGc)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(SystemUnderTest).Assembly.Location);
        }

        start.ArgumentList.Add("host");
        start.ArgumentList.Add(name);
        start.ArgumentList.Add($"http://{upstream}");
        start.ArgumentList.Add(data ?? "");
        foreach (var setting in LoadRun.ClientSettings)
        {
            start.Environment.Remove(setting);
        }

        if (serverGc)
        {
            start.Environment["DOTNET_gcServer"] = "1";
        }
        else if (SystemNames.IsGateway(name))
        {
            // As the gateway's own host says in its settings, which this executable shares with the others; in hexadecimal: a youngest generation
            // of six megabytes, regions of one, memory conserved by five in nine, thirty looks for work before a thread sleeps. What is set in the
            // caller's environment goes first, so that others can be tried.
            start.Environment.TryAdd("DOTNET_GCGen0MaxBudget", "600000");
            start.Environment.TryAdd("DOTNET_GCRegionSize", "100000");
            start.Environment.TryAdd("DOTNET_GCConserveMemory", "5");
            start.Environment.TryAdd("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "1e");
        }

        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return line is not null
            ? new SystemUnderTest(name, process, IPEndPoint.Parse(new Uri(line).Authority), isHost: true)
            : throw new InvalidOperationException($"The host {name} did not start.");
    }

    /// <summary>Takes a process that isn't one of the hosts, once it listens.</summary>
    public static SystemUnderTest Of(string name, Process process, IPEndPoint address) => new(name, process, address, isHost: false);

    /// <summary>The same process under another name: what is in front of it when nothing is.</summary>
    public SystemUnderTest As(string name) => new(name, _process, Address, _isHost);

    /// <summary>What it has counted since it began; null for what isn't a host.</summary>
    public async ValueTask<HostCounts?> CountAsync()
    {
        if (!_isHost)
        {
            return null;
        }

        await _process.StandardInput.WriteLineAsync("usage");
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync();
        return HostCounts.Parse(line ?? throw new InvalidOperationException($"The host {Name} has ended."));
    }

    public async ValueTask DisposeAsync()
    {
        if (_isHost)
        {
            _process.StandardInput.Close();
        }
        else
        {
            using var quit = Process.Start("/bin/sh", ["-c", $"kill -TERM {_process.Id}"]);
            await quit.WaitForExitAsync();
        }

        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
