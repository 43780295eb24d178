using System.Globalization;
using System.Text.Json.Nodes;
using Signet.Cli.Logs;
using Signet.Shared.Terminal;

namespace Signet.Cli.Output;

/// <summary>What a result was computed from, for people and for programs.</summary>
internal static class BasisOutput
{
    public static string Text(EntryBasis basis)
    {
        var read = string.Create(CultureInfo.InvariantCulture, $"log {basis.LogId} in {SafeText.Of(basis.Place)}: {basis.Size} entries, tree head {basis.Root}");
        return $"{read}\n{Checkpoint(basis)}";
    }

    public static string Checkpoint(EntryBasis basis) => basis switch
    {
        { Head: null } => "no checkpoint that can be checked: nothing shows that these are the log's entries",
        { Head: { } head, Agrees: true } => string.Create(
            CultureInfo.InvariantCulture,
            $"the signed checkpoint of size {head.Checkpoint.Size} has the same tree head; {(head.IsKeyGiven ? "its key was given" : "its key was taken from the same place as the log")}"),
        { Head: { } head } => string.Create(
            CultureInfo.InvariantCulture, $"the signed checkpoint of size {head.Checkpoint.Size} HAS ANOTHER TREE HEAD, or more entries: these are not the log's entries"),
    };

    public static JsonObject Json(EntryBasis basis) => new()
    {
        ["log_id"] = basis.LogId,
        ["place"] = basis.Place,
        ["size"] = basis.Size,
        ["root"] = basis.Root.ToString(),
        ["checkpoint"] = basis.Head is not { } head ? null : new JsonObject
        {
            ["size"] = head.Checkpoint.Size,
            ["root"] = head.Checkpoint.Root.ToString(),
            ["vkey"] = head.Key.ToString(),
            ["key_given"] = head.IsKeyGiven,
            ["agrees"] = basis.Agrees,
        },
    };
}
