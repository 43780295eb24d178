using Signet.Cli.Commands;
using Signet.Testing;
using Signet.Testing.Guides;

namespace Signet.Docs.Tests.Commands;

/// <summary>No guide shows a command that nobody tried: each has a test that runs it.</summary>
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
    public void Commands_EachOfThem_HasATestThatRunsIt()
    {
        var newcomer = DocumentedCommands.Of(NewcomerTests.Page);
        Assert.DoesNotContain(
            DocumentedCommands.All,
            command => CommandRunners.Of(command) is null
                && !newcomer.Contains(command)
                && !ShownCommandTests.Runs(command)
                && !GuideTests.Runs(command));
    }

    [Fact]
    public void Rules_OfWhoRunsWhat_AreEachForACommandOfTheGuides() => Assert.All(
        CommandRunners.Rules,
        rule => Assert.Contains(
            DocumentedCommands.All,
            command => command.Text.StartsWith(rule.Beginning, StringComparison.Ordinal) && CommandRunners.Of(command) == rule.Test));

    /// <summary>Classes of other projects are looked for in their sources: a reference from here would make this the project of all tests.</summary>
    [Fact]
    public async Task Rules_OfWhoRunsWhat_NameTestsThatAskForTheirCommands()
    {
        foreach (var test in CommandRunners.Rules.Select(rule => rule.Test).Distinct())
        {
            var parts = test.Split('.');
            var project = Directory.Exists(Repository.PathOf("tests", $"{parts[0]}.{parts[1]}")) ? 2 : 3;
            var source = Repository.PathOf(["tests", string.Join('.', parts[..project]), .. parts[project..^1], $"{parts[^1]}.cs"]);
            Assert.True(File.Exists(source), $"There is no {source}.");
            Assert.Contains(
                $"CommandRunners.CommandsOf(typeof({parts[^1]}))", await File.ReadAllTextAsync(source, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Sentences_NameCommandsAndOptionsThatExist()
    {
        var root = SignetCommand.Create();
        var mentions = DocumentedCommands.Mentions.ToList();
        Assert.True(mentions.Count > 30);
        Assert.All(mentions, mention => Assert.True(Exists(root, mention.Text.Split(' ')[1..]), mention.ToString()));
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

    /// <summary>Up to the first word that stands for something else.</summary>
    private static bool Exists(System.CommandLine.Command command, string[] words)
    {
        foreach (var word in words)
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                if (word is not "--help" && command.Options.All(option => option.Name != word.Split('=')[0]))
                {
                    return false;
                }
            }
            else if (command.Subcommands.Count > 0 && char.IsAsciiLetterLower(word[0]))
            {
                if (command.Subcommands.FirstOrDefault(child => child.Name == word) is not { } child)
                {
                    return false;
                }

                command = child;
            }
        }

        return true;
    }
}
