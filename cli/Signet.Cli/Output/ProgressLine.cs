using System.Globalization;
using Signet.Verifier;

namespace Signet.Cli.Output;

/// <summary>One line on a terminal that says how far a long verification has come, and is gone when it ends. Silent for the first second.</summary>
internal sealed class ProgressLine : IProgress<VerificationProgress>, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly TextWriter _terminal;
    private readonly TimeProvider _time;
    private readonly long _began;
    private TimeSpan _next = Silence;
    private int _width;

    internal ProgressLine(TextWriter terminal, TimeProvider time) => (_terminal, _time, _began) = (terminal, time, time.GetTimestamp());

    /// <summary>The line, or null where standard error isn't a terminal.</summary>
    public static ProgressLine? ForTerminal() => Console.IsErrorRedirected ? null : new ProgressLine(Console.Error, TimeProvider.System);

    public void Report(VerificationProgress value)
    {
        var took = _time.GetElapsedTime(_began);
        if (took < _next)
        {
            return;
        }

        _next = took + Pause;
        var megabytes = value.Octets / 1e6;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"segment {value.Segment}: {megabytes:F0} MB in {took.TotalSeconds:F0} s, {megabytes / took.TotalSeconds:F0} MB/s");
        _terminal.Write("\r" + text.PadRight(_width));
        _width = text.Length;
    }

    public async ValueTask DisposeAsync()
    {
        if (_width > 0)
        {
            await _terminal.WriteAsync("\r" + new string(' ', _width) + "\r");
        }
    }
}
