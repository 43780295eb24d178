using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Signet.Cli.Output;
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
        var json = new Option<bool>("--json") { Description = "Print what was written as JSON." };
        var extensions = new ExtensionArguments();
        var command = new Command("init", "Write a first policy.yaml, with comments, and the schema that editors complete it by. Overwrites nothing. Exit code 1: all of it is there already.") { directory, json };
        extensions.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var root = parsed.GetValue(directory)!;
            var schema = PolicySchema.For(extensions.ReadChecks(parsed));
            List<(string Path, bool IsWritten)> files;
            try
            {
                Directory.CreateDirectory(root);
                files =
                [
                    await WriteAsync(root, "policy.yaml", $"# yaml-language-server: $schema={SchemaFile}\n{DefaultPolicy.Yaml}", cancellationToken),
                    await WriteAsync(root, SchemaFile, schema, cancellationToken),
                ];
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new UserErrorException($"{root} can't be written to: {exception.Message}", exception);
            }

            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? Json(files) : Text(files));
            return files.Any(file => file.IsWritten) ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    /// <summary>Writes a file that isn't there yet; a link counts as there, wherever it leads.</summary>
    private static async Task<(string Path, bool IsWritten)> WriteAsync(string root, string name, string text, CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, name);
        try
        {
            await using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        }
        catch (IOException) when (File.Exists(path) || Directory.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            return (path, false);
        }

        return (path, true);
    }

    private static string Text(List<(string Path, bool IsWritten)> files)
    {
        var policy = SafeText.Of(files[0].Path);
        return string.Join('\n', files.Select(file => $"{SafeText.Of(file.Path)} {(file.IsWritten ? "written." : "is there already and stays as it is.")}")
            .Append(files.Any(file => file.IsWritten) ? $"Next: edit it, `signet policy lint {policy}`, `signet up --policy {policy}`." : "Nothing to do."));
    }

    private static string Json(List<(string Path, bool IsWritten)> files) => JsonText.Of(new JsonObject
    {
        ["format"] = "signet-init/1",
        ["files"] = new JsonArray([.. files.Select(file => new JsonObject { ["path"] = file.Path, ["written"] = file.IsWritten })]),
    });
}
