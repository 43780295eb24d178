using System.Globalization;

namespace Signet.Cli.Output;

/// <summary>One line on a terminal that says how many entries were read, and is gone when the reading ends. Silent for the first second.</summary>
internal sealed class EntryProgress : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly TextWriter _terminal;
    private readonly TimeProvider _time;
    private readonly long _began;
    private TimeSpan _next = Silence;
    private int _width;

    internal EntryProgress(TextWriter terminal, TimeProvider time) => (_terminal, _time, _began) = (terminal, time, time.GetTimestamp());

    /// <summary>The line, or null where standard error isn't a terminal.</summary>
    public static EntryProgress? ForTerminal() => Console.IsErrorRedirected ? null : new EntryProgress(Console.Error, TimeProvider.System);

    /// <param name="read">The entries read.</param>
    /// <param name="of">How many there are at least, or null when nobody knows.</param>
    public void Report(long read, long? of)
    {
        var took = _time.GetElapsedTime(_began);
        if (took < _next)
        {
            return;
        }

        _next = took + Pause;
        var text = string.Create(CultureInfo.InvariantCulture, $"{read} {(of is { } total ? $"of {total} " : "")}entries");
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
