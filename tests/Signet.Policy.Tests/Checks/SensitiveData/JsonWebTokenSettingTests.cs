using System.Buffers.Text;
using System.Text;
using Signet.Policy.Checks.SensitiveData;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.SensitiveData;

/// <summary>What a JSON Web Token means is for its own rule to say, wherever the token stands.</summary>
public sealed class JsonWebTokenSettingTests
{
    private static readonly string Jwt = string.Join('.', new[] { "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", "{\"sub\":\"ada\",\"iat\":1700000000}", "a0b1c2d3e4f5g6h7i8j9kLmNoPqRsTuV" }
        .Select(part => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(part))));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Places =>
    [
        "Authorization: Bearer {}",
        "The header is Bearer {}.",
        "curl -H 'Authorization: Bearer {}' https://api.example/v1/items",
        "{\"id_token\":\"{}\"}",
        "access_token={}&token_type=bearer",
        "my secret is {}",
        "Why is this token rejected? {}",
        "The token {}.",
        "token: {}, and so on",
        "password={}",
        "Cookie: session={}; Path=/",
    ];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Admit_TokenWhoseRuleIsOff_Allows(string place)
    {
        string text = place.Replace("{}", Jwt, StringComparison.Ordinal);
        SensitiveDataCheck sut = Sut(Decision.Allow);
        Assert.Equal(Decision.Allow, (await sut.AdmitAsync(Requests.With(text), Token)).Result.Decision);
        Assert.Equal((Decision.Allow, text), Streams.RunAllWays([sut], () => Requests.With("x"), text));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Admit_TokenWhoseRuleRedacts_FindsThatRuleAlone(string place)
    {
        AdmissionResult result = await Sut(Decision.Redact).AdmitAsync(Requests.With(place.Replace("{}", Jwt, StringComparison.Ordinal)), Token);
        Assert.Equal((Decision.Redact, "json_web_token=1"), (result.Result.Decision, result.Result.Metadata["finds"]));
    }

    /// <summary>What only begins as a token does is none.</summary>
    [Theory]
    [InlineData("Authorization: Bearer {}~a0b1c2d3e4f5g6h7i8j9")]
    [InlineData("api_token={}/a0b1c2d3e4f5g6h7i8j9")]
    [InlineData("Authorization: Bearer a0b1c2d3e4f5g6h7i8j9")]
    [InlineData("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9a0b1c2d3e4f5")]
    public async Task Admit_OtherCredentials_AreFound(string place)
    {
        string text = place.Replace("{}", Jwt, StringComparison.Ordinal);
        SensitiveDataCheck sut = Sut(Decision.Allow);
        Assert.Equal(Decision.Block, (await sut.AdmitAsync(Requests.With(text), Token)).Result.Decision);
        Assert.Equal(Decision.Block, Streams.RunAllWays([sut], () => Requests.With("x"), text).Decision);
    }

    private static SensitiveDataCheck Sut(Decision token) => new(new()
    {
        Rules = new Dictionary<string, RuleSetting> { ["json_web_token"] = new() { Action = token } },
    });
}
