using System.Diagnostics;

namespace Signet.Bench;

/// <summary>This program once more, as a process of its own.</summary>
internal static class Self
{
    // Under "dotnet Signet.Bench.dll" the process is dotnet, and the first argument the program.
    public static ProcessStartInfo StartInfo(string[] args) => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? new ProcessStartInfo(Environment.ProcessPath!, [Environment.GetCommandLineArgs()[0], .. args])
        : new ProcessStartInfo(Environment.ProcessPath!, args);
}
