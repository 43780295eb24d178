using System.Text;

namespace Signet.Cli.Output;

/// <summary>Where a command's result goes: a file that is named, whole or not at all, or standard output.</summary>
internal sealed class OutputFile : IAsyncDisposable
{
    private readonly string? _path;
    private readonly string? _temporary;
    private bool _isDone;

    private OutputFile(string? path)
    {
        _path = path;
        if (path is null)
        {
            Writer = Console.Out;
            return;
        }

        _temporary = path + ".tmp";
        Writer = new StreamWriter(_temporary, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16);
    }

    public TextWriter Writer { get; }

    /// <exception cref="UserErrorException">The file can't be written.</exception>
    public static OutputFile Open(string? path)
    {
        try
        {
            return new OutputFile(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"{path} can't be written: {exception.Message}", exception);
        }
    }

    /// <summary>Gives the file its name. Without this call nothing of it stays.</summary>
    public async Task CompleteAsync()
    {
        await Writer.FlushAsync();
        if (_path is not null)
        {
            await Writer.DisposeAsync();
            File.Move(_temporary!, _path, overwrite: true);
        }

        _isDone = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_path is not null && !_isDone)
        {
            await Writer.DisposeAsync();
            File.Delete(_temporary!);
        }
    }
}
