using System.Diagnostics;
using Signet.Testing.Processes;
using Xunit;

namespace Signet.Testing.Guides;

/// <summary>A user's shell in a folder of his own, in which <c>signet</c> is the built one.</summary>
public sealed class GuideShell(string folder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Folders in which programs are looked for first.</summary>
    public IReadOnlyList<string> Programs { get; init; } = [];

    /// <summary>Variables that are set besides those of the tests.</summary>
    public IDictionary<string, string> Variables { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A start with every stream redirected.</summary>
    public ProcessStartInfo StartInfo(string command)
    {
        var start = SignetExecutable.StartInfo("bash", ["-euo", "pipefail", "-c", command]);
        start.WorkingDirectory = folder;
        start.Environment["PATH"] = string.Join(':', [.. Programs, Path.GetDirectoryName(SignetExecutable.Path), Environment.GetEnvironmentVariable("PATH")]);
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Runs a command to its end, without input.</summary>
    public Task<CommandResult> RunAsync(string command) => CommandProcess.RunAsync(StartInfo(command), Patience);

    /// <summary>Runs a command that has to succeed, and gives what it printed.</summary>
    public async Task<string> DoAsync(string command)
    {
        var result = await RunAsync(command);
        Assert.True(result.ExitCode == 0, $"{command}\n{result.ExitCode}\n{result.Output}\n{result.Error}");
        return result.Output;
    }
}
