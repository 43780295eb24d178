using System.Globalization;
using Signet.Verifier;

namespace Signet.Cli.Output;

/// <summary>How far a long verification has come.</summary>
internal sealed class ProgressLine(TerminalLine line) : IProgress<VerificationProgress>, IAsyncDisposable
{
    /// <summary>The line, or null where standard error isn't a terminal.</summary>
    public static ProgressLine? ForTerminal() => TerminalLine.OfError() is { } line ? new ProgressLine(line) : null;

    public void Report(VerificationProgress value) => line.Show(took =>
    {
        var megabytes = value.Octets / 1e6;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"segment {value.Segment}: {megabytes:F0} MB in {took.TotalSeconds:F0} s, {megabytes / took.TotalSeconds:F0} MB/s");
    });

    public ValueTask DisposeAsync() => line.DisposeAsync();
}
