using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Testing;

namespace Signet.Injector.Tests.Fakes;

/// <summary>Pods as an API server sends them, and what they must become.</summary>
internal static class Pods
{
    public static readonly string[] Names = ["deployment", "init-containers", "job", "keeps", "meshed", "relay", "windows-relay"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static JsonObject Read(string name) => JsonNode.Parse(File.ReadAllText(PathOf(name)))!.AsObject();

    public static string Text(JsonNode pod) => pod.ToJsonString(Indented) + "\n";

    public static string Expected(string name, JsonNode made)
    {
        if (Environment.GetEnvironmentVariable("SIGNET_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(PathOf(name + ".expected"), Text(made));
        }

        return File.ReadAllText(PathOf(name + ".expected"));
    }

    /// <summary>A review of a pod, with all the fields that an API server fills.</summary>
    public static JsonObject Review(JsonNode? pod)
    {
        var review = JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "Signet.Injector.Tests", "review.json")))!.AsObject();
        review["request"]!["object"] = pod?.DeepClone();
        return review;
    }

    private static string PathOf(string name) => Repository.PathOf("tests", "Signet.Injector.Tests", "Pods", $"{name}.json");
}
