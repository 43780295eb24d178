namespace Signet.Gateway.Tests;

public sealed class GatewayOptionsTests
{
    [Theory]
    [InlineData("https://api.example/v1", true)]
    [InlineData("http://localhost:8080/base/v1/", true)]
    [InlineData("https://user:secret@api.example/v1", false)]
    [InlineData("https://api.example/v1?x=1", false)]
    [InlineData("https://api.example/v1#x", false)]
    [InlineData("ftp://api.example/v1", false)]
    public void Validate_Upstream_MustBePlain(string upstream, bool valid)
    {
        var result = new GatewayOptionsValidator().Validate(
            null, new GatewayOptions { LogId = "log", ProducerId = "gateway", Upstream = new Uri(upstream) });

        Assert.Equal(valid, result.Succeeded);
        Assert.DoesNotContain("secret", result.FailureMessage ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_Defaults_NameEveryFault()
    {
        var result = new GatewayOptionsValidator().Validate(null, new GatewayOptions());

        Assert.Equal(3, result.Failures!.Count());
    }
}
