using System.Text.Json.Nodes;
using Signet.Cli.AllInOne;

namespace Signet.Cli.Output;

/// <summary>What <c>signet up --json</c> prints: one line when it serves and one when the log is closed.</summary>
internal static class ServingOutput
{
    private const string Format = "signet-up/1";

    public static string Ready(AllInOneHost host, AllInOneOptions options) => JsonText.LineOf(new JsonObject
    {
        ["format"] = Format,
        ["event"] = "ready",
        ["address"] = host.Address.ToString(),
        ["management"] = host.ManagementAddress.ToString(),
        ["log_id"] = host.LogId,
        ["vkey"] = host.CheckpointKey,
        ["data"] = host.DataRoot,
        ["store"] = host.Store,
        ["upstreams"] = new JsonArray([.. options.Upstreams.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new JsonObject
        {
            ["name"] = pair.Key,
            ["host"] = new Uri(pair.Value.Address).Host,
            ["key"] = pair.Value is { ApiKey: null, ApiKeyFile: null } ? "caller" : "signet",
        })]),
        ["tsa"] = options.Tsa?.Host,
        ["witnesses"] = new JsonArray([.. options.Witnesses.Select(witness => new JsonObject { ["name"] = witness.Name, ["host"] = witness.Url.Host })]),
        ["stand_ins"] = new JsonArray([.. StandIns(host).Select(name => JsonValue.Create(name))]),
    });

    /// <param name="fault">Why a part could not go on; null when signet was told to stop.</param>
    public static string Stopped(string? fault) => JsonText.LineOf(new JsonObject { ["format"] = Format, ["event"] = "stopped", ["fault"] = fault });

    private static IEnumerable<string> StandIns(AllInOneHost host)
    {
        if (host.UsesDevelopmentModel)
        {
            yield return "model";
        }

        if (host.UsesDevelopmentTsa)
        {
            yield return "tsa";
        }
    }
}
