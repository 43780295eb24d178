namespace Signet.Cli.Output;

/// <summary>One line on a terminal that is written over while something goes on, and gone when it ends. Silent for the first second.</summary>
internal sealed class TerminalLine(TextWriter terminal, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly long _began = time.GetTimestamp();
    private TimeSpan _next = Silence;
    private int _width;

    /// <summary>The line, or null where standard error isn't a terminal.</summary>
    public static TerminalLine? OfError() => Console.IsErrorRedirected ? null : new TerminalLine(Console.Error, TimeProvider.System);

    /// <summary>Shows what <paramref name="text"/> makes of the time that has gone by, unless it showed something a moment ago.</summary>
    public void Show(Func<TimeSpan, string> text)
    {
        var took = time.GetElapsedTime(_began);
        if (took < _next)
        {
            return;
        }

        _next = took + Pause;
        var line = text(took);
        terminal.Write("\r" + line.PadRight(_width));
        _width = line.Length;
    }

    public async ValueTask DisposeAsync()
    {
        if (_width > 0)
        {
            await terminal.WriteAsync("\r" + new string(' ', _width) + "\r");
        }
    }
}
