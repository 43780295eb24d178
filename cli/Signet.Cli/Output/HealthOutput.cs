using System.Globalization;
using System.Text.Json.Nodes;
using Signet.Cli.Diagnosis;

namespace Signet.Cli.Output;

/// <summary>How services are, for people or for programs.</summary>
internal static class HealthOutput
{
    public static string Text(IReadOnlyList<HealthAnswer> answers) => string.Join(
        '\n', answers.Select(answer => string.Create(CultureInfo.InvariantCulture, $"{answer.Address} {answer.Problem ?? $"{answer.Status}"}")));

    public static string Json(IReadOnlyList<HealthAnswer> answers) => JsonText.Of(new JsonObject
    {
        ["format"] = "signet-health/1",
        ["result"] = answers.All(answer => answer.IsWell) ? "good" : "failed",
        ["services"] = new JsonArray([.. answers.Select(answer => new JsonObject
        {
            ["url"] = answer.Address.ToString(),
            ["status"] = answer.Status,
            ["problem"] = answer.Problem,
        })]),
    });
}
