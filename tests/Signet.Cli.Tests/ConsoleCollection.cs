namespace Signet.Cli.Tests;

/// <summary>Tests that take the console for themselves: one at a time, and nobody else meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConsoleCollection
{
    public const string Name = "console";
}
