using System.Net;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Signet.ContainerTests.Docker;

/// <summary>
/// A container as the chart would have it: a user that is a number, a root file system that is read-only, no capabilities. It is reached by its address on
/// a network, as other containers reach it.
/// </summary>
internal sealed class Box : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly IContainer _container;

    private Box(IContainer container) => _container = container;

    public static async Task<Box> StartAsync(BoxOptions options, CancellationToken cancellationToken)
    {
        var builder = new ContainerBuilder(options.Image)
            .WithLogger(NullLogger.Instance)
            .WithEnvironment(options.Environment)
            .WithCommand([.. options.Arguments])
            .WithCreateParameterModifier(create =>
            {
                var machine = create.HostConfig!;
                machine.ReadonlyRootfs = !options.IsWritable;
                machine.Tmpfs = options.Memory.ToDictionary(path => path, _ => "mode=1777");
                machine.NetworkMode = options.Beside is null ? options.Network : $"container:{options.Beside._container.Id}";
                if (!options.IsWritable)
                {
                    machine.CapDrop = ["ALL"];
                    machine.SecurityOpt = ["no-new-privileges"];
                }
            });
        builder = options.Mounts.Aggregate(builder, (made, mount) =>
            made.WithBindMount(mount.Source, mount.Target, mount.IsWritable ? AccessMode.ReadWrite : AccessMode.ReadOnly));
        if (options.Beside is null)
        {
            builder = builder.WithNetwork(options.Network).WithNetworkAliases([.. options.Aliases]);
        }

        var box = new Box(builder.Build());
        try
        {
            await box._container.StartAsync(cancellationToken);
            return box;
        }
        catch
        {
            await box.DisposeAsync();
            throw;
        }
    }

    public async Task<IPAddress> AddressOnAsync(string network, CancellationToken cancellationToken) => IPAddress.Parse(await Shell.RunAsync(
        "docker", ["inspect", "--format", $"{{{{(index .NetworkSettings.Networks \"{network}\").IPAddress}}}}", _container.Id], cancellationToken));

    /// <summary>Plugs it into another network too.</summary>
    public Task ConnectAsync(string network, string alias, CancellationToken cancellationToken) =>
        Shell.RunAsync("docker", ["network", "connect", "--alias", alias, network, _container.Id], cancellationToken);

    /// <summary>Unplugs it: what is under way there is not told.</summary>
    public Task DisconnectAsync(string network, CancellationToken cancellationToken) =>
        Shell.RunAsync("docker", ["network", "disconnect", network, _container.Id], cancellationToken);

    /// <summary>SIGKILL, as a power cut would.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => Shell.RunAsync("docker", ["kill", _container.Id], cancellationToken);

    /// <summary>SIGTERM, and what it then ended with.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        await Shell.RunAsync("docker", ["stop", "--time", "60", _container.Id], cancellationToken);
        return await ExitCodeAsync(cancellationToken);
    }

    /// <summary>What it ends with by itself.</summary>
    public async Task<int> ExitCodeAsync(CancellationToken cancellationToken) => (int)await _container.GetExitCodeAsync(cancellationToken).WaitAsync(Patience, cancellationToken);

    public async Task<string> LogsAsync(CancellationToken cancellationToken)
    {
        var (output, error) = await _container.GetLogsAsync(timestampsEnabled: false, ct: cancellationToken);
        return output + error;
    }

    /// <summary>Returns once a page answers 200.</summary>
    /// <exception cref="InvalidOperationException">The container has ended, or it took too long; with what it wrote.</exception>
    public async Task UntilReadyAsync(Uri page, CancellationToken cancellationToken)
    {
        using var client = Direct.Client();
        client.Timeout = TimeSpan.FromSeconds(5);
        for (var began = TimeProvider.System.GetTimestamp(); ; await Task.Delay(Poll, cancellationToken))
        {
            try
            {
                using var answer = await client.GetAsync(page, cancellationToken);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // Not yet.
            }

            var isRunning = await Shell.RunAsync("docker", ["inspect", "--format", "{{.State.Running}}", _container.Id], cancellationToken);
            if (isRunning != "true" || TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new InvalidOperationException($"{page} did not get ready.\n{await LogsAsync(cancellationToken)}");
            }
        }
    }

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
