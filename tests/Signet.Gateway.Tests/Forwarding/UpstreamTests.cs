using Signet.Gateway.Forwarding;

namespace Signet.Gateway.Tests.Forwarding;

public sealed class UpstreamTests
{
    [Theory]
    [InlineData("https://api.example/v1", "chat/completions", "https://api.example/v1/chat/completions")]
    [InlineData("https://api.example/v1/", "models", "https://api.example/v1/models")]
    [InlineData("https://api.example", "responses/resp_1?x=1", "https://api.example/responses/resp_1?x=1")]
    [InlineData("https://api.example/v1", "responses/a:b", "https://api.example/v1/responses/a:b")]
    [InlineData("https://api.example/v1", "http://evil.example/x", "https://api.example/v1/http://evil.example/x")]
    [InlineData("https://api.example/v1", "//evil.example/x", "https://api.example/v1///evil.example/x")]
    public void AddressOf_Path_StaysBelowTheBase(string address, string path, string expected)
    {
        using var upstream = new Upstream("a", new Uri(address), new UpstreamOptions(), new UpstreamConnections());

        Assert.Equal(expected, upstream.AddressOf(path).AbsoluteUri);
    }

    [Theory]
    [InlineData("../admin")]
    [InlineData("responses/../../admin")]
    [InlineData("%2e%2e/admin")]
    public void AddressOf_PathThatClimbs_Throws(string path)
    {
        using var upstream = new Upstream("a", new Uri("https://api.example/v1"), new UpstreamOptions(), new UpstreamConnections());

        Assert.Throws<ArgumentException>(() => upstream.AddressOf(path));
    }

    [Fact]
    public void Connections_OfTwoUpstreams_AreTwo()
    {
        using var first = new Upstream("a", new Uri("https://api.example/v1"), new UpstreamOptions(), new UpstreamConnections());
        using var second = new Upstream("b", new Uri("https://api.example/v1"), new UpstreamOptions(), new UpstreamConnections());

        Assert.NotSame(first.Connections, second.Connections);
    }

    [Fact]
    public void Configure_Handler_IgnoresTheEnvironmentAndFollowsNothing()
    {
        using var handler = new SocketsHttpHandler { Proxy = new System.Net.WebProxy("http://proxy.example") };

        UpstreamConnections.Configure(handler);

        Assert.False(handler.UseProxy);
        Assert.Null(handler.Proxy);
        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
        Assert.Null(handler.Credentials);
        Assert.Equal(System.Net.DecompressionMethods.None, handler.AutomaticDecompression);
        Assert.InRange(handler.PooledConnectionLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Assert.Null(handler.SslOptions.RemoteCertificateValidationCallback);
    }
}
