using System.Text.Json.Nodes;
using Signet.Cli.Logs;
using Signet.Shared.Terminal;

namespace Signet.Cli.Output;

/// <summary>What came of checking a log through its auditor, and what can't be checked so.</summary>
internal static class RemoteVerificationOutput
{
    private static readonly string[] NotChecked =
    [
        "the chain of MACs and the segments that the store holds",
        "the gateways' signatures and promises, and the time-stamps",
        "the locks and versions of the store",
        "whether the auditor shows others another tree (witnesses, or a checkpoint from elsewhere, show that)",
    ];

    public static string Text(EntryBasis basis, string? fault)
    {
        var verdict = fault is not null ? "BROKEN  " + SafeText.Of(fault)
            : basis.Head!.IsKeyGiven ? "PROVED  every entry stands under the signed checkpoint"
            : "NOT VERIFIED  every entry stands under the checkpoint, whose key is the auditor's own word: give --vkey";
        return $"{verdict}\n{BasisOutput.Text(basis)}\nNot checked, since it can't be seen through an auditor:\n{string.Join('\n', NotChecked.Select(item => "  " + item))}";
    }

    public static string Json(EntryBasis basis, string? fault) => JsonText.Of(new JsonObject
    {
        ["format"] = "signet-remote-verification/1",
        ["result"] = fault is not null ? "broken" : basis.Head!.IsKeyGiven ? "proved" : "not_verified",
        ["fault"] = fault,
        ["basis"] = BasisOutput.Json(basis),
        ["not_checked"] = new JsonArray([.. NotChecked.Select(item => (JsonNode)item)]),
    });
}
