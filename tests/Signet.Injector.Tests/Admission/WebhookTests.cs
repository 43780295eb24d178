using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Signet.Injector.Admission;
using Signet.Injector.Tests.Fakes;

namespace Signet.Injector.Tests.Admission;

/// <summary>The webhook over HTTPS, with reviews as API servers send them.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private InjectorHost _host = null!;

    public static TheoryData<string> Names => [.. Pods.Names];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await InjectorHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Review_OfAPod_IsAnsweredWithThePatchThatWasReviewed(string name)
    {
        var pod = Pods.Read(name);
        var response = await AskAsync(Pods.Review(pod));
        Assert.True((bool)response["allowed"]!);
        Assert.Equal("JSONPatch", (string?)response["patchType"]);
        var patch = JsonNode.Parse(Convert.FromBase64String((string)response["patch"]!))!.AsArray();
        Assert.Equal(Pods.Expected(name, JsonPatch.Apply(pod, patch)), Pods.Text(JsonPatch.Apply(pod, patch)));
    }

    [Fact]
    public async Task Review_OfAPodThatIsInjected_HasNoPatch()
    {
        var first = PodInjector.Inject(Pods.Read("deployment"), new Dictionary<string, string>(), Settings.Read());
        var response = await AskAsync(Pods.Review(first.Injected));
        Assert.Equal(["uid", "allowed"], response.Select(member => member.Key));
        Assert.True((bool)response["allowed"]!);
    }

    [Fact]
    public async Task Review_OfAPodThatCantBeInjected_IsDeniedWithTheReason()
    {
        var pod = Pods.Read("deployment");
        pod["spec"]!["hostNetwork"] = true;
        var response = await AskAsync(Pods.Review(pod));
        Assert.False((bool)response["allowed"]!);
        Assert.Contains("hostNetwork", (string?)response["status"]!["message"], StringComparison.Ordinal);
        Assert.Equal((403, "Failure"), ((int)response["status"]!["code"]!, (string?)response["status"]!["status"]));
        Assert.Null(response["patch"]);
    }

    [Theory]
    [InlineData("/inject", false)]
    [InlineData("/inject/namespace", true)]
    public async Task Path_SaysWhetherTheNamespaceAsks(string path, bool isInjected)
    {
        var response = await AskAsync(Pods.Review(Pods.Read("job")), path);
        Assert.True((bool)response["allowed"]!);
        Assert.Equal(isInjected, response["patch"] is not null);
    }

    [Theory]
    [InlineData("operation", "\"UPDATE\"")]
    [InlineData("subResource", "\"ephemeralcontainers\"")]
    [InlineData("resource", "{\"group\":\"apps\",\"version\":\"v1\",\"resource\":\"deployments\"}")]
    [InlineData("resource", "7")]
    [InlineData("operation", "null")]
    public async Task Review_OfSomethingElse_IsAllowedAsItIs(string member, string value)
    {
        var review = Pods.Review(Pods.Read("deployment"));
        review["request"]![member] = JsonNode.Parse(value);
        var response = await AskAsync(review);
        Assert.True((bool)response["allowed"]!);
        Assert.Null(response["patch"]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"pod\"")]
    [InlineData("{\"spec\":7}")]
    public async Task Review_WithoutAPod_IsDenied(string pod) => Assert.False((bool)(await AskAsync(Pods.Review(JsonNode.Parse(pod))))["allowed"]!);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"apiVersion\":\"admission.k8s.io/v1beta1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"a\"}}")]
    [InlineData("{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":7}}")]
    [InlineData("{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"\"}}")]
    [InlineData("{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"a\",\"uid\":\"b\"}}")]
    [InlineData("{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"a\",\"x\":\"\\ud800\"}}")]
    [InlineData("{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"a\",\"\\udc00\":1}}")]
    public async Task Body_ThatIsNoReview_Is400(string body)
    {
        using var answer = await _host.PostAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Body_WithATextThatIsNoUtf8_Is400()
    {
        var octets = Encoding.UTF8.GetBytes(Pods.Review(Pods.Read("job")).ToJsonString());
        octets[Encoding.UTF8.GetString(octets).IndexOf("summarise", StringComparison.Ordinal)] = 0xB6;
        using var answer = await _host.PostAsync(octets);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Body_NestedWithoutEnd_Is400()
    {
        using var answer = await _host.PostAsync(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Body_OfThreeMebibytes_IsTaken_AndOneTooLarge_Is413()
    {
        var pod = Pods.Read("deployment");
        pod["metadata"]!["annotations"] = new JsonObject { ["note"] = new string('n', 3 << 20) };
        Assert.NotNull((await AskAsync(Pods.Review(pod)))["patch"]);

        using var answer = await _host.PostAsync(new byte[ReviewEndpoint.MaxOctets + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Post, InjectorModule.PodPath)
        {
            Content = new StreamContent(new MemoryStream(new byte[ReviewEndpoint.MaxOctets + 1])) { Headers = { ContentType = new("application/json") } },
            Headers = { TransferEncodingChunked = true },
        };
        using var chunked = await _host.Client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, chunked.StatusCode);
    }

    [Fact]
    public async Task Body_OfAnotherType_Is415_AndGetIs405()
    {
        using var answer = await _host.PostAsync(Encoding.UTF8.GetBytes(Pods.Review(null).ToJsonString()), type: "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        using var read = await _host.Client.GetAsync(new Uri(InjectorModule.PodPath, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, read.StatusCode);
    }

    private async Task<JsonObject> AskAsync(JsonObject review, string path = InjectorModule.NamespacePath)
    {
        using var answer = await _host.PostAsync(review.ToJsonString(), path);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var whole = JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(Token))!.AsObject();
        Assert.Equal(("admission.k8s.io/v1", "AdmissionReview"), ((string?)whole["apiVersion"], (string?)whole["kind"]));
        var response = whole["response"]!.AsObject();
        Assert.Equal((string?)review["request"]!["uid"], (string?)response["uid"]);
        return response;
    }
}
