using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Signet.Injector.Admission;
using Signet.Injector.Tests.Fakes;

namespace Signet.Injector.Tests.Admission;

/// <summary>Whatever arrives is refused as unreadable, or gets a well-formed answer; nothing throws.</summary>
public sealed class FuzzTests
{
    private static readonly Dictionary<string, string> Enabled = new() { [PodInjector.Label] = PodInjector.Enabled };
    private static readonly InjectorSettings Options = Settings.Read();
    private static readonly byte[][] Seeds = [.. Pods.Names.Select(name => Encoding.UTF8.GetBytes(Pods.Review(Pods.Read(name)).ToJsonString()))];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "18443", "\"\"", "\"enabled\"", "\"full\"", "\"relay\"", "\"signet-gateway\"", "\"llm-keys\"", "[]", "{}", "[[]]", "[null]", "[{}]",
        "{\"name\":null}", "[{\"name\":\"OPENAI_BASE_URL\",\"value\":7}]", "{\"signet.dev/injected\":\"full\"}", "{\"signet.dev/port\":\"1024\"}", "\"\\u0000\"", "\"\\ud83d\\ude00\"",
    ];

    [Fact]
    public void Octets_Changed_NeverThrow() => Gen.Select(Gen.Int[0, Seeds.Length - 1].Select(index => Seeds[index]), Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte).Array[1, 12], Gen.Int[0, 4000]).Sample(
        (seed, edits, cut) =>
        {
            var octets = cut > 3_000 ? seed[..(cut % seed.Length)] : [.. seed];
            foreach (var (at, octet) in edits.Where(_ => octets.Length > 0))
            {
                octets[at % octets.Length] = octet;
            }

            AssertAnswered(octets);
        },
        iter: 3_000);

    [Fact]
    public void Octets_Any_NeverThrow() => Gen.Byte.Array[0, 256].Sample(AssertAnswered, iter: 3_000);

    [Fact]
    public void Structure_Changed_NeverThrows_AndEveryPatchApplies() =>
        Gen.Select(Gen.Int[0, Seeds.Length - 1].Select(index => Seeds[index]), Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[0, Values.Length - 1].Select(index => Values[index]), Gen.Bool).Array[1, 6]).Sample(
            (seed, edits) =>
            {
                var review = JsonNode.Parse(seed)!.AsObject();
                foreach (var (at, value, isRemoved) in edits)
                {
                    Edit(review, at, value, isRemoved);
                }

                AssertAnswered(Encoding.UTF8.GetBytes(review.ToJsonString()));
            },
            iter: 6_000);

    private static void Edit(JsonObject review, int at, string value, bool isRemoved)
    {
        var places = Places(review["request"]?["object"] is JsonObject pod ? pod : review).ToList();
        if (places.Count == 0)
        {
            return;
        }

        var (parent, key) = places[at % places.Count];
        switch (parent)
        {
            case JsonObject members when isRemoved:
                members.Remove(key);
                break;
            case JsonArray list when isRemoved:
                list.RemoveAt(int.Parse(key, CultureInfo.InvariantCulture));
                break;
            case JsonArray list:
                list[int.Parse(key, CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
                break;
            default:
                parent[key] = JsonNode.Parse(value);
                break;
        }
    }

    private static IEnumerable<(JsonNode Parent, string Key)> Places(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(pair => Places(pair.Value).Prepend((members, pair.Key))),
        JsonArray list => list.SelectMany((item, index) => Places(item).Prepend((list, $"{index}"))),
        _ => [],
    };

    private static void AssertAnswered(byte[] octets)
    {
        if (AdmissionReview.Read(octets) is not { } review)
        {
            return;
        }

        var result = review.Pod is { } pod ? PodInjector.Inject(pod, Enabled, Options) : InjectionResult.Refused("none");
        var answer = JsonNode.Parse(AdmissionAnswer.Of(review.Uid, result))!["response"]!;
        Assert.Equal(review.Uid, (string?)answer["uid"]);
        Assert.Equal(!result.IsRefused, (bool)answer["allowed"]!);
        Assert.Equal(result.IsRefused, answer["status"] is not null);
        if (result.Patch is { } patch)
        {
            Assert.True(JsonNode.DeepEquals(result.Injected, JsonPatch.Apply(review.Pod!, patch)));
            Assert.True(PodInjector.Inject(result.Injected!, Enabled, Options) is { IsUnchanged: true } or { IsRefused: true });
        }
    }
}
