using System.Diagnostics;
using System.Text.RegularExpressions;
using Signet.Ledger.Witnesses;
using Signet.Testing.Processes;

namespace Signet.EndToEndTests.Witnesses;

/// <summary>A running <c>signet witness</c> on a free port of the loopback address.</summary>
internal sealed partial class WitnessProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private WitnessProcess(Process process, Uri address, CosignerKey key) => (_process, Address, Key) = (process, address, key);

    public Uri Address { get; }

    public CosignerKey Key { get; }

    public static async Task<WitnessProcess> StartAsync(string data, string log, CancellationToken cancellationToken)
    {
        var process = Process.Start(SignetExecutable.StartInfo(
            SignetExecutable.Path, ["witness", "--data", data, "--name", "witness.example", "--log", log, "--port", "0"]))!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
        var banner = Banner().Match(line ?? "");
        Assert.True(banner.Success, line ?? await process.StandardError.ReadToEndAsync(cancellationToken));
        Assert.True(CosignerKey.TryParse(banner.Groups["key"].Value, out var key));
        return new WitnessProcess(process, new Uri(banner.Groups["url"].Value), key!);
    }

    /// <summary>Ends it at once, as a power cut would (SIGKILL).</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    [GeneratedRegex(@"^Witness: (?<url>http://\S+) key: (?<key>\S+)$")]
    private static partial Regex Banner();
}
