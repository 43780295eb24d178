using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Signet.Cli.Importing;
using Signet.Cli.Output;
using Signet.Hosting.Keys;
using Signet.Ledger;
using Signet.Shared.Terminal;

namespace Signet.Cli.Commands;

/// <summary>
/// <c>signet audit import FILE</c>: checks a JSONL log of the reference implementation and converts it, with a line in front that says where it came
/// from and how far it holds. No log of signet's is touched (docs/adr/0034).
/// </summary>
internal static class AuditImportCommand
{
    private const int MaxShown = 20;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The JSONL log." };
        var secret = new Option<string?>("--hmac-secret") { Description = "The file of its HMAC key, in hex. Without it only the links are checked." };
        var keyId = new Option<string>("--hmac-key-id") { Description = "The key's name.", DefaultValueFactory = _ => "k1" };
        var output = new Option<string?>("--out") { Description = "Write the entries, and in front of them their provenance, as JSON Lines to this file." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command(
            "import",
            "Verify a JSONL log of the reference implementation and convert it. Exit code 0: the chain holds; 1: it is broken; 2: without its key, or not readable.")
        {
            file, secret, keyId, output, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = parsed.GetValue(file)!;
            ReadOnlyMemory<byte>? key = parsed.GetValue(secret) is { } path ? Secret(path) : default(ReadOnlyMemory<byte>?);
            var name = parsed.GetValue(keyId)!;
            JsonObject provenance;
            using (var first = new ReferenceLogReader(Open(source), name, key))
            {
                await foreach (var _ in first.ReadAsync(cancellationToken))
                {
                }

                if (first.Entries == 0)
                {
                    throw new UserErrorException($"{source} holds no entry of the reference implementation.");
                }

                provenance = Provenance(source, first, key is not null);
            }

            if (parsed.GetValue(output) is { } target)
            {
                await ConvertAsync(source, name, key, provenance, target, cancellationToken);
            }

            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? JsonText.Of(provenance) : Text(provenance));
            return (string)provenance["result"]! switch
            {
                "clean" => ExitCodes.Success,
                "broken" => ExitCodes.Failure,
                _ => ExitCodes.NotVerified,
            };
        });
        return command;
    }

    /// <summary>A second pass, so that the result can stand in front. A file that changed meanwhile gives nothing.</summary>
    private static async Task ConvertAsync(
        string source, string keyId, ReadOnlyMemory<byte>? key, JsonObject provenance, string target, CancellationToken cancellationToken)
    {
        await using var output = OutputFile.Open(target);
        await output.Writer.WriteAsync(provenance.ToJsonString() + "\n");
        using var second = new ReferenceLogReader(Open(source), keyId, key);
        await foreach (var (line, entry, holds) in second.ReadAsync(cancellationToken))
        {
            await output.Writer.WriteAsync(Converted(line, entry, holds).ToJsonString() + "\n");
        }

        if (second.Sha256() != (string)provenance["source"]!["sha256"]!)
        {
            throw new UserErrorException($"{source} was written to meanwhile: convert a copy.");
        }

        await output.CompleteAsync();
    }

    private static JsonObject Provenance(string source, ReferenceLogReader read, bool hasKey) => new()
    {
        ["format"] = "signet-import/1",
        ["result"] = read.BreakCount > 0 ? "broken" : hasKey ? "clean" : "links_only",
        ["source"] = new JsonObject
        {
            ["name"] = Path.GetFileName(source),
            ["sha256"] = read.Sha256(),
            ["bytes"] = read.Octets,
            ["entries"] = read.Entries,
            ["head"] = read.Head,
        },
        ["imported_at"] = LedgerText.FormatTime(TimeProvider.System.GetUtcNow()),
        ["not_shown"] = "That entries were dropped from the end, or that all was written anew by whoever holds the key, can't be seen in a log of this form.",
        ["breaks"] = read.BreakCount,
        ["first_breaks"] = new JsonArray([.. read.Breaks.Take(MaxShown).Select(found => new JsonObject { ["line"] = found.Line, ["kind"] = found.Kind })]),
    };

    private static JsonObject Converted(long line, ReferenceEntry entry, bool holds) => new()
    {
        ["kind"] = "imported",
        ["line"] = line,
        ["holds"] = holds,
        ["occurred_at"] = LedgerText.FormatTime(entry.Time),
        ["event_id"] = entry.TextOf("entry_id"),
        ["decision"] = entry.TextOf("decision"),
        ["check"] = entry.TextOf("check_name"),
        ["reason"] = entry.TextOf("reason"),
        ["owner_type"] = entry.TextOf("owner_type"),
        ["owner_id"] = entry.TextOf("owner_id"),
        ["source_hmac"] = entry.Hmac,
        ["source_entry"] = JsonNode.Parse(entry.Root.GetRawText()),
    };

    private static string Text(JsonObject provenance)
    {
        var source = provenance["source"]!;
        var breaks = provenance["first_breaks"]!.AsArray().Select(found => $"line {found!["line"]}: {found["kind"]}");
        var verdict = (string)provenance["result"]! switch
        {
            "clean" => "CLEAN  every entry is as it was written, and in order",
            "broken" => $"BROKEN  {provenance["breaks"]} breaks",
            _ => "LINKS ONLY  the entries follow each other; without the HMAC key nothing shows who wrote them",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{verdict}\n{SafeText.Of((string)source["name"]!)}: {source["entries"]} entries, SHA-256 {source["sha256"]}\n{string.Concat(breaks.Select(line => line + "\n"))}{provenance["not_shown"]}");
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"{path} can't be read: {exception.Message}", exception);
        }
    }

    private static byte[] Secret(string path)
    {
        try
        {
            return KeyFile.LoadSecret(path, KeyFile.MinSecretOctets, KeyFile.MaxSecretOctets, KeyFileOrigin.MountedSecret);
        }
        catch (KeyFileException exception)
        {
            throw new UserErrorException(exception.Message, exception);
        }
    }
}
