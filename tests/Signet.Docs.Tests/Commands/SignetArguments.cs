using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Signet.Docs.Tests.Commands;

/// <summary>What a documented command passes to <c>signet</c>, whichever way it calls it.</summary>
internal static partial class SignetArguments
{
    /// <summary>The arguments, or null when the command is another program's.</summary>
    public static IReadOnlyList<string>? Of(string command)
    {
        var match = Call().Match(command);
        return match.Success ? [.. CommandLineParser.SplitCommandLine(Unquote(match.Groups["arguments"].Value))] : null;
    }

    // A shell's single quotes are a command line's double ones; what is redirected isn't passed.
    private static string Unquote(string arguments) => Redirection().Replace(arguments, "").Replace('\'', '"');

    [GeneratedRegex(@"^([A-Z_]+=\S* )*(signet|cli/Signet\.Cli/bin/\S+/signet|dotnet run --project cli/Signet\.Cli --)( (?<arguments>.*))?$")]
    private static partial Regex Call();

    [GeneratedRegex(@" [12]?>>? ?\S+$")]
    private static partial Regex Redirection();
}
