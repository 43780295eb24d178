using Signet.Load.Brokers;
using Signet.Load.Hosts;
using Signet.Load.Scenarios;

namespace Signet.Load.Systems;

/// <summary>The upstream and the systems in front of it, each a process of its own, started when it is first asked for.</summary>
internal sealed class SystemSet : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signet-load-");
    private readonly Dictionary<string, SystemUnderTest> _systems = [];
    private readonly SystemUnderTest _upstream;
    private readonly bool _serverGc;

    private SystemSet(SystemUnderTest upstream, bool serverGc) => (_upstream, _serverGc) = (upstream, serverGc);

    public IEnumerable<SystemUnderTest> Running => _systems.Values;

    public static async Task<SystemSet> StartAsync(bool serverGc) =>
        new(await SystemUnderTest.StartHostAsync(HostNames.Upstream, upstream: null, data: null, serverGc: false), serverGc);

    /// <summary>Null where a program that it needs isn't installed.</summary>
    public async Task<SystemUnderTest?> FindAsync(string name)
    {
        if (_systems.TryGetValue(name, out var running))
        {
            return running;
        }

        var system = name switch
        {
            SystemNames.Direct => _upstream.As(name),
            SystemNames.Nginx => await Nginx.StartAsync(_upstream.Address, _folder.FullName),
            SystemNames.BrokerGateway when !LocalBroker.IsInstalled => null,
            _ => await SystemUnderTest.StartHostAsync(name, _upstream.Address, Path.Combine(_folder.FullName, name), _serverGc),
        };
        if (system is not null)
        {
            _systems.Add(name, system);
        }

        return system;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var system in _systems.Values.Where(system => system.ProcessId != _upstream.ProcessId))
        {
            await system.DisposeAsync();
        }

        await _upstream.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
