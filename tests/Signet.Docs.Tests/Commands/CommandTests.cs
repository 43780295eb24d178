using Signet.Cli.Commands;

namespace Signet.Docs.Tests.Commands;

/// <summary>No guide shows a command that nobody tried: each is parsed by the program itself, run by a test, or left out for a reason.</summary>
public sealed class CommandTests
{
    [Fact]
    public void Guides_ShowCommands() => Assert.True(DocumentedCommands.All.Count > 60);

    [Fact]
    public void Signet_TakesEveryCommandLineOfTheGuides()
    {
        var root = SignetCommand.Create();
        var refused = new List<string>();
        var calls = 0;
        foreach (var command in DocumentedCommands.All)
        {
            if (SignetArguments.Of(command.Text) is { } arguments)
            {
                calls++;
                refused.AddRange(root.Parse([.. arguments]).Errors.Select(error => $"{command}: {error.Message}"));
            }
        }

        Assert.Empty(refused);
        Assert.True(calls > 30);
    }

    [Fact]
    public void Commands_ThatNothingTries_HaveAReason()
    {
        var newcomer = DocumentedCommands.Of(NewcomerTests.Page);
        Assert.DoesNotContain(
            DocumentedCommands.All,
            command => SignetArguments.Of(command.Text) is null
                && NotRunHere.Reason(command) is null
                && !newcomer.Contains(command)
                && !ShownCommandTests.Runs(command));
    }

    [Theory]
    [InlineData("signet up --route 'a=b'", "up --route a=b")]
    [InlineData("dotnet run --project cli/Signet.Cli -- up --demo", "up --demo")]
    [InlineData("KEY=x signet policy schema > policy.schema.json", "policy schema")]
    [InlineData("signet", "")]
    public void Arguments_OfACall_AreWhatSignetGets(string command, string expected) =>
        Assert.Equal(expected, string.Join(' ', SignetArguments.Of(command)!));

    [Fact]
    public void Arguments_OfAnotherProgram_AreNone() => Assert.Null(SignetArguments.Of("signetx up"));
}
