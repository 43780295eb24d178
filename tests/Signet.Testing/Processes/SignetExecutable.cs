using System.Diagnostics;

namespace Signet.Testing.Processes;

/// <summary>The built <c>signet</c>, run as a process of its own.</summary>
public static class SignetExecutable
{
    private const string Solution = "signet.sln";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The root of the sources that the running tests were built from.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The executable, as built with the configuration of the running tests.</summary>
    public static string Path { get; } = Find();

    /// <summary>Runs a command to its end.</summary>
    public static async Task<CommandResult> RunAsync(IEnumerable<string> arguments, string? input, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var process = Process.Start(StartInfo(Path, arguments))!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.StandardInput.WriteAsync(input ?? "");
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>A start with every stream redirected.</summary>
    public static ProcessStartInfo StartInfo(string path, IEnumerable<string> arguments) => new(path, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(directory.FullName, Solution)))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"No {Solution} stands above {AppContext.BaseDirectory}.");
    }

    private static string Find()
    {
        // …/bin/<configuration>/<framework>/ is the same below every project.
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar));
        var name = OperatingSystem.IsWindows() ? "signet.exe" : "signet";
        var path = System.IO.Path.Combine(RepositoryRoot, "cli", "Signet.Cli", "bin", output.Parent!.Name, output.Name, name);
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is not built.");
    }
}
