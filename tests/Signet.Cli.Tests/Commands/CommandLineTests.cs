using System.CommandLine;
using Signet.Cli.Commands;

namespace Signet.Cli.Tests.Commands;

/// <summary>Whatever is wrong with a command line is told in one line, without a stack trace.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class CommandLineTests : IDisposable
{
    private readonly TextWriter _output = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly StringWriter _writtenOutput = new();
    private readonly StringWriter _writtenError = new();

    public CommandLineTests()
    {
        Console.SetOut(_writtenOutput);
        Console.SetError(_writtenError);
    }

    public void Dispose()
    {
        Console.SetOut(_output);
        Console.SetError(_error);
        _writtenOutput.Dispose();
        _writtenError.Dispose();
    }

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("no-such-command")]
    [InlineData("up --no-such-option")]
    [InlineData("up superfluous")]
    [InlineData("up --port nonsense")]
    [InlineData("up --port -1")]
    [InlineData("up --port 65536")]
    [InlineData("up --management-port 70000")]
    [InlineData("up --port")]
    [InlineData("up --data a --data b")]
    [InlineData("up --address nonsense")]
    [InlineData("up --port 7 --management-port 7")]
    [InlineData("up --tsa http://127.0.0.1:1/tsr")]
    [InlineData("up --tsa-roots roots.pem")]
    [InlineData("up --tsa nonsense --tsa-roots roots.pem")]
    [InlineData("up --upstream nonsense")]
    [InlineData("up --upstream file:///etc/passwd")]
    [InlineData("up --upstream http://user@example.org/v1")]
    [InlineData("up --upstream http://example.org/v1#fragment")]
    [InlineData("up --upstream Upper=http://example.org/v1")]
    [InlineData("up --upstream name=nonsense")]
    [InlineData("up --upstream name=")]
    [InlineData("up --upstream http://a.example --upstream http://b.example")]
    [InlineData("up --upstream a=http://a.example --upstream a=http://b.example")]
    [InlineData("up --upstream a=http://a.example --upstream b=http://b.example")]
    [InlineData("up --upstream a=http://a.example --route *=b")]
    [InlineData("up --upstream a=http://a.example --route *")]
    [InlineData("up --upstream a=http://a.example --route =a")]
    [InlineData("up --upstream a=http://a.example --route a*b=a")]
    [InlineData("up --upstream a=http://a.example --route a:*b=a")]
    [InlineData("up --route *=default")]
    [InlineData("up --upstream-key-file default=key")]
    [InlineData("up --upstream a=http://a.example --upstream-key-file a")]
    [InlineData("up --upstream a=http://a.example --upstream-key-file a=")]
    [InlineData("up --upstream a=http://a.example --upstream-key-file a=x --upstream-key-file a=y")]
    [InlineData("up --upstream a.b=http://a.example --upstream a-b=http://b.example --route *=a.b")]
    [InlineData("up --demo --upstream http://example.org/v1 --port 0 --management-port 0")]
    [InlineData("up --demo --json")]
    [InlineData("init /dev/null")]
    [InlineData("completion tcsh")]
    [InlineData("inject -f /nowhere --settings /nowhere")]
    [InlineData("keys show /nowhere --log-id a")]
    [InlineData("keys rotate /nowhere --log-id a --chain")]
    [InlineData("keys show /tmp --log-id A")]
    [InlineData("policy test /nowhere")]
    [InlineData("bench latency --policy /nowhere")]
    [InlineData("health nonsense")]
    [InlineData("doctor --gateway nonsense")]
    [InlineData("receipt fetch nonsense /nowhere")]
    [InlineData("init a b")]
    [InlineData("policy")]
    [InlineData("policy explain /nowhere --text x --body y")]
    [InlineData("policy explain --workload payments")]
    [InlineData("policy explain --workload a/b/c/d")]
    [InlineData("policy explain --workload a/B")]
    [InlineData("policy explain --workload a/b/C")]
    [InlineData("policy explain --workload /b")]
    [InlineData("policy schema superfluous")]
    [InlineData("audit")]
    [InlineData("audit verify")]
    [InlineData("audit verify /nowhere")]
    [InlineData("audit verify /nowhere --json extra")]
    [InlineData("audit show")]
    [InlineData("audit show 1 --data /nowhere")]
    [InlineData("audit tail /nowhere")]
    [InlineData("audit tail /tmp -n 0")]
    [InlineData("audit tail /tmp -n 100001")]
    [InlineData("audit tail /tmp -n many")]
    [InlineData("audit count")]
    [InlineData("audit count /nowhere")]
    [InlineData("audit count /tmp --by nothing")]
    [InlineData("audit count /tmp --by kind --by kind")]
    [InlineData("audit count /tmp --top 0")]
    [InlineData("audit count /tmp --since yesterday")]
    [InlineData("audit count /tmp --since 99999999999d")]
    [InlineData("audit count /tmp --since 2026-02-01 --until 2026-01-01")]
    [InlineData("audit count http://127.0.0.1:1/")]
    [InlineData("audit count http://user@127.0.0.1:1/")]
    [InlineData("audit count s3://")]
    [InlineData("audit report /nowhere")]
    [InlineData("audit report /tmp --anonymise-key x")]
    [InlineData("audit report /tmp --anonymise --anonymise-key /nowhere")]
    [InlineData("audit report http://127.0.0.1:1/")]
    [InlineData("audit export /nowhere")]
    [InlineData("audit export /tmp --format xml")]
    [InlineData("audit import")]
    [InlineData("audit import /nowhere")]
    [InlineData("audit import /dev/null")]
    [InlineData("audit import /dev/null --hmac-secret /nowhere")]
    [InlineData("audit tail http://127.0.0.1:1/")]
    [InlineData("audit show 1 --data http://127.0.0.1:1/")]
    [InlineData("audit verify http://127.0.0.1:1/")]
    [InlineData("witness")]
    [InlineData("witness --name w --log nonsense --data /dev/null/x")]
    [InlineData("witness --name w --log nonsense --port 70000")]
    [InlineData("witness --name w --log nonsense --address nowhere")]
    [InlineData("anchor verify")]
    [InlineData("anchor verify /nowhere")]
    [InlineData("anchor verify /nowhere --within -1")]
    [InlineData("bench")]
    [InlineData("bench policy --corpus /nowhere")]
    [InlineData("bench policy --nonsense")]
    [InlineData("receipt verify")]
    [InlineData("receipt verify nonsense")]
    [InlineData("receipt verify /dev/null")]
    public async Task Run_WrongCommandLine_SaysSoInOneLine(string line)
    {
        var exitCode = await RunAsync(line.Split(' '));
        Assert.Equal(2, exitCode);
        var said = Assert.Single(_writtenError.ToString().TrimEnd('\n').Split('\n'));
        Assert.StartsWith("signet: ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.Equal("", _writtenOutput.ToString());
    }

    [Theory]
    [InlineData("", "Choose a command of `signet`: up, init, policy, ")]
    [InlineData("audit", "Choose a command of `signet audit`: verify, ")]
    [InlineData("audit verfiy", "`signet audit --help` says more.")]
    [InlineData("audit verify", "`signet audit verify --help` says more.")]
    [InlineData("completion tcsh", "'bash' 'zsh' 'fish' 'pwsh' `signet completion --help` says more.")]
    [InlineData("bench policy --policy /nowhere", "The policy /nowhere can't be used")]
    public async Task Run_WrongCommandLine_SaysWhereToLook(string line, string expected)
    {
        Assert.Equal(2, await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains(expected, Assert.Single(_writtenError.ToString().TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ControlCharactersInAnArgument_DontReachTheTerminal()
    {
        await RunAsync("audit", "verify", "/nowhere/\u001b[2J\n\u202e");
        await RunAsync("\u001b[2J");
        Assert.DoesNotContain('\u001b', _writtenError.ToString());
        Assert.DoesNotContain('\u202e', _writtenError.ToString());
        Assert.Equal(2, _writtenError.ToString().TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public async Task Run_AFaultOfItsOwn_IsOneLine()
    {
        var root = new RootCommand();
        root.SetAction((Func<ParseResult, int>)(_ => throw new InvalidOperationException("odd")));
        Assert.Equal(2, await CommandRunner.RunAsync(root, []));
        Assert.Equal("signet: InvalidOperationException: odd\n", _writtenError.ToString());
    }

    private static Task<int> RunAsync(params string[] arguments) => CommandRunner.RunAsync(SignetCommand.Create(), arguments);
}
