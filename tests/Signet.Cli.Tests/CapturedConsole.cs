using Signet.Cli.Commands;

namespace Signet.Cli.Tests;

/// <summary>Runs commands as a shell would, and keeps what they print. For classes of <see cref="ConsoleCollection"/>.</summary>
internal sealed class CapturedConsole : IDisposable
{
    private readonly TextWriter _output = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly StringWriter _writtenOutput = new();
    private readonly StringWriter _writtenError = new();

    public CapturedConsole()
    {
        Console.SetOut(_writtenOutput);
        Console.SetError(_writtenError);
    }

    public string Output => _writtenOutput.ToString();

    public string Error => _writtenError.ToString();

    public Task<int> RunAsync(params string[] arguments)
    {
        _writtenOutput.GetStringBuilder().Clear();
        _writtenError.GetStringBuilder().Clear();
        return CommandRunner.RunAsync(SignetCommand.Create(), arguments);
    }

    public void Dispose()
    {
        Console.SetOut(_output);
        Console.SetError(_error);
        _writtenOutput.Dispose();
        _writtenError.Dispose();
    }
}
