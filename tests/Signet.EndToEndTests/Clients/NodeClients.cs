using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Signet.Testing.Processes;

namespace Signet.EndToEndTests.Clients;

/// <summary>One Node process that runs the SDKs of <c>tests/clients/node</c>, a call at a time.</summary>
internal sealed class NodeClients : IAsyncDisposable
{
    private const string Installed = ".installed";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly string Folder = Path.Combine(SignetExecutable.RepositoryRoot, "tests", "clients", "node");
    private static readonly Lazy<Task> Installation = new(InstallAsync);

    private readonly Process _process;
    private readonly Task<string> _error;

    private NodeClients(Process process) => (_process, _error) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Starts it, after having installed the SDKs where they aren't.</summary>
    public static async Task<NodeClients> StartAsync()
    {
        await Installation.Value;
        return new NodeClients(Process.Start(StartInfo("node", "driver.mjs"))!);
    }

    /// <summary>Runs a program of its own, as somebody would who has installed the same SDKs, and gives what it printed.</summary>
    public static async Task<string> RunProgramAsync(string source, CancellationToken cancellationToken)
    {
        await Installation.Value;
        using var node = Process.Start(StartInfo("node", "--input-type=module"))!;
        try
        {
            var (output, error) = (node.StandardOutput.ReadToEndAsync(cancellationToken), node.StandardError.ReadToEndAsync(cancellationToken));
            await node.StandardInput.WriteAsync(source.AsMemory(), cancellationToken);
            node.StandardInput.Close();
            await node.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
            Assert.Equal((0, ""), (node.ExitCode, await error));
            return await output;
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill();
            }
        }
    }

    /// <summary>Lets an SDK make a call and gives what it made of the answer.</summary>
    public async Task<SdkAnswer> RunAsync(Uri address, SdkCall call, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.SerializeToNode(call, Json)!.AsObject();
        request["base"] = address.GetLeftPart(UriPartial.Authority);
        await _process.StandardInput.WriteLineAsync(request.ToJsonString().AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
        return line is null
            ? throw new InvalidOperationException($"node ended by itself.\n{await _error}")
            : JsonSerializer.Deserialize<SdkAnswer>(line, Json)!;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _error;
        _process.Dispose();
    }

    /// <summary>Runs <c>npm ci</c>, unless what stands there was installed from the same lock file.</summary>
    private static async Task InstallAsync()
    {
        var mark = Path.Combine(Folder, "node_modules", Installed);
        var wanted = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"))));
        if (File.Exists(mark) && await File.ReadAllTextAsync(mark) == wanted)
        {
            return;
        }

        using var npm = Process.Start(StartInfo("npm", "ci"))!;
        npm.StandardInput.Close();
        var (output, error) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        try
        {
            await npm.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            if (!npm.HasExited)
            {
                npm.Kill(entireProcessTree: true);
            }
        }

        Assert.True(npm.ExitCode == 0, $"npm ci failed.\n{await output}\n{await error}");
        await File.WriteAllTextAsync(mark, wanted);
    }

    private static ProcessStartInfo StartInfo(string command, string argument)
    {
        var info = SignetExecutable.StartInfo(command, [argument]);
        info.WorkingDirectory = Folder;
        return info;
    }
}
