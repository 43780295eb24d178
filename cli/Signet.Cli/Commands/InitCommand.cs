using System.CommandLine;
using System.Text;
using Signet.Policy.Documents;
using Signet.Shared.Terminal;

namespace Signet.Cli.Commands;

/// <summary><c>signet init DIR</c>: a first policy, and the schema by which an editor completes it.</summary>
internal static class InitCommand
{
    private const string SchemaFile = "policy.schema.json";

    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "Where to write. Default: here.", DefaultValueFactory = _ => "." };
        var extensions = new ExtensionArguments();
        var command = new Command("init", "Write a first policy.yaml, with comments, and the schema that editors complete it by. Overwrites nothing.") { directory };
        extensions.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var root = parsed.GetValue(directory)!;
            var schema = PolicySchema.For(extensions.ReadChecks(parsed));
            var written = 0;
            try
            {
                Directory.CreateDirectory(root);
                written += await WriteAsync(root, "policy.yaml", $"# yaml-language-server: $schema={SchemaFile}\n{DefaultPolicy.Yaml}", cancellationToken);
                written += await WriteAsync(root, SchemaFile, schema, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new UserErrorException(exception.Message, exception);
            }

            await Console.Out.WriteLineAsync(written == 0
                ? "Nothing to do."
                : $"Next: edit it, `signet policy lint {SafeText.Of(Path.Combine(root, "policy.yaml"))}`, `signet up --policy {SafeText.Of(Path.Combine(root, "policy.yaml"))}`.");
            return written == 0 ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }

    /// <summary>Writes a file that isn't there yet; a link counts as there, wherever it leads.</summary>
    private static async Task<int> WriteAsync(string root, string name, string text, CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, name);
        try
        {
            await using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        }
        catch (IOException) when (File.Exists(path) || Directory.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            await Console.Out.WriteLineAsync($"{SafeText.Of(path)} is there already and stays as it is.");
            return 0;
        }

        await Console.Out.WriteLineAsync($"{SafeText.Of(path)} written.");
        return 1;
    }
}
