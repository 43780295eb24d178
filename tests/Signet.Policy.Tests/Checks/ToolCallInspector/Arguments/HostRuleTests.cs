using System.Text.Json;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.ToolCallInspector.Arguments;

public sealed class HostRuleTests
{
    private const string Listed = """
        "hosts":[{"at":"/url","allow":["example.com","*.example.org","192.0.2.7","2001:db8::7","10.1.0.0/16"],"ports":[443,8443]}]
        """;

    private const string Public = """
        "hosts":[{"at":"/url","allow":["*"],"schemes":["https","http"]}]
        """;

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("https://example.com/")]
    [InlineData("HTTPS://EXAMPLE.COM/a?b#c")]
    [InlineData("https://example.com.:443/")]
    [InlineData("https://example.com:8443/a@b")]
    [InlineData("https://a.example.org")]
    [InlineData("https://a.b.example.org/ü")]
    [InlineData("https://xn--bcher-kva.example.org")]
    [InlineData("https://192.0.2.7/")]
    [InlineData("https://[2001:db8::7]:8443/")]
    [InlineData("https://[::ffff:192.0.2.7]/")]
    [InlineData("https://10.1.2.3/")]
    public async Task Judge_ListedHost_IsAllowed(string url) => Assert.Equal(Decision.Allow, await JudgeAsync(Listed, url));

    [Theory]
    [InlineData("")]
    [InlineData("example.com")]
    [InlineData("//example.com/")]
    [InlineData("http://example.com/")]
    [InlineData("ftp://example.com/")]
    [InlineData("javascript:alert(1)//example.com")]
    [InlineData("https:example.com")]
    [InlineData("https:/example.com")]
    [InlineData("https:///example.com")]
    [InlineData("https://")]
    [InlineData("https://evil.com")]
    [InlineData("https://example.com.evil.com")]
    [InlineData("https://evilexample.com")]
    [InlineData("https://example.org")]
    [InlineData("https://evilexample.org")]
    [InlineData("https://example.com@evil.com")]
    [InlineData("https://user@example.com")]
    [InlineData("https://user:pass@example.com")]
    [InlineData("https://evil.com\\@example.com")]
    [InlineData("https:\\\\example.com")]
    [InlineData("https://evil.com#@example.com")]
    [InlineData("https://evil.com?example.com")]
    [InlineData("https://example.com%2eevil.com")]
    [InlineData("https://example%2ecom")]
    [InlineData("https://ex\tample.com")]
    [InlineData(" https://example.com")]
    [InlineData("https://example.com ")]
    [InlineData("https://example.com\n.evil.com")]
    [InlineData("https://example.com..")]
    [InlineData("https://.example.com")]
    [InlineData("https://example..com")]
    [InlineData("https://ｅxample.com")]
    [InlineData("https://exаmple.com")]
    [InlineData("https://boo\u212a.example.org")]
    [InlineData("https://\u0130.example.org")]
    [InlineData("https://\u017f.example.org")]
    [InlineData("http\u017f://example.com")]
    [InlineData("https://example。com")]
    [InlineData("https://bücher.example.org")]
    [InlineData("https://example.com:80")]
    [InlineData("https://example.com:")]
    [InlineData("https://example.com:0443")]
    [InlineData("https://example.com:443:443")]
    [InlineData("https://example.com:99999")]
    [InlineData("https://192.0.2.8/")]
    [InlineData("https://3221225991/")]
    [InlineData("https://0xc0000207/")]
    [InlineData("https://0300.0.2.7/")]
    [InlineData("https://192.0.519/")]
    [InlineData("https://192.0.2.7./")]
    [InlineData("https://192.0.2.07/")]
    [InlineData("https://[2001:db8::8]/")]
    [InlineData("https://[2001:db8::7%25eth0]/")]
    [InlineData("https://[2001:db8::7/")]
    [InlineData("https://2001:db8::7/")]
    [InlineData("https://10.2.0.1/")]
    public async Task Judge_AnythingElse_IsBlocked(string url) => Assert.Equal(Decision.Block, await JudgeAsync(Listed, url));

    [Theory]
    [InlineData("https://anything.com", Decision.Allow)]
    [InlineData("http://anything.com:80", Decision.Allow)]
    [InlineData("https://8.8.8.8", Decision.Allow)]
    [InlineData("https://[2606:4700::1111]", Decision.Allow)]
    [InlineData("https://anything.com:8080", Decision.Block)]
    [InlineData("http://localhost", Decision.Block)]
    [InlineData("http://a.localhost", Decision.Block)]
    [InlineData("http://printer", Decision.Block)]
    [InlineData("http://metadata.google.internal/", Decision.Block)]
    [InlineData("http://nas.local", Decision.Block)]
    [InlineData("http://169.254.169.254/latest/meta-data", Decision.Block)]
    [InlineData("http://100.100.100.200/", Decision.Block)]
    [InlineData("http://[fd00:ec2::254]/", Decision.Block)]
    [InlineData("http://127.0.0.1", Decision.Block)]
    [InlineData("http://127.1", Decision.Block)]
    [InlineData("http://0.0.0.0", Decision.Block)]
    [InlineData("http://0", Decision.Block)]
    [InlineData("http://0x7f.1", Decision.Block)]
    [InlineData("http://0x7f000001", Decision.Block)]
    [InlineData("http://017700000001", Decision.Block)]
    [InlineData("http://2130706433", Decision.Block)]
    [InlineData("http://[::1]", Decision.Block)]
    [InlineData("http://[::]", Decision.Block)]
    [InlineData("http://[::ffff:127.0.0.1]", Decision.Block)]
    [InlineData("http://[::ffff:7f00:1]", Decision.Block)]
    [InlineData("http://[::127.0.0.1]", Decision.Block)]
    [InlineData("http://[64:ff9b::7f00:1]", Decision.Block)]
    [InlineData("http://[2002:7f00:1::]", Decision.Block)]
    [InlineData("http://[fe80::1]", Decision.Block)]
    [InlineData("http://[fc00::1]", Decision.Block)]
    [InlineData("http://[ff02::1]", Decision.Block)]
    [InlineData("http://10.0.0.1", Decision.Block)]
    [InlineData("http://172.31.255.255", Decision.Block)]
    [InlineData("http://192.168.1.1", Decision.Block)]
    [InlineData("http://100.64.0.1", Decision.Block)]
    [InlineData("http://198.18.0.1", Decision.Block)]
    [InlineData("http://224.0.0.1", Decision.Block)]
    [InlineData("http://255.255.255.255", Decision.Block)]
    public async Task Judge_EveryPublicHost_IsNotOnesOwn(string url, Decision expected) => Assert.Equal(expected, await JudgeAsync(Public, url));

    [Theory]
    [InlineData("db.example.org", Decision.Allow)]
    [InlineData("DB.example.org.", Decision.Allow)]
    [InlineData("db.example.org:5432", Decision.Allow)]
    [InlineData("db.example.org:5433", Decision.Block)]
    [InlineData("https://db.example.org", Decision.Block)]
    [InlineData("db.example.org/path", Decision.Block)]
    [InlineData("user@db.example.org", Decision.Block)]
    [InlineData("db.example.org -o x", Decision.Block)]
    [InlineData("-db.example.org", Decision.Block)]
    [InlineData("example.com", Decision.Block)]
    public async Task Judge_BareHost_IsANameAndAPort(string host, Decision expected)
    {
        // Without a port the tool's own counts, which nobody here knows.
        string rule = host.Contains(':', StringComparison.Ordinal)
            ? """
                "hosts":[{"at":"/url","form":"host","allow":["*.example.org"],"ports":[5432]}]
                """
            : """
                "hosts":[{"at":"/url","form":"host","allow":["*.example.org"]}]
                """;
        Assert.Equal(expected, await JudgeAsync(rule, host));
    }

    [Fact]
    public async Task Judge_OtherThanText_IsBlocked()
    {
        PolicyPipeline pipeline = Inspector.WithTool(Listed);
        Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(pipeline, """{"url":1}""")).Decision);
        Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(pipeline, """{"url":["https://example.com"]}""")).Decision);
        Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(pipeline, """{"url":null}""")).Decision);
        Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(pipeline, "{}")).Decision);
    }

    [Theory]
    [InlineData("{}", Decision.Allow)]
    [InlineData("""{"urls":null}""", Decision.Allow)]
    [InlineData("""{"urls":[{"at":"https://example.com"},{}]}""", Decision.Allow)]
    [InlineData("""{"urls":[{"at":"https://evil.com"},{}]}""", Decision.Block)]
    [InlineData("""{"urls":[{"at":null},{"at":"https://evil.com"}]}""", Decision.Block)]
    [InlineData("""{"urls":[{"at":"https://example.com"},null]}""", Decision.Block)]
    [InlineData("""{"urls":[{"at":"https://example.com"},"https://evil.com"]}""", Decision.Block)]
    [InlineData("""{"urls":{"at":"https://evil.com"}}""", Decision.Block)]
    [InlineData("""{"urls":"https://evil.com"}""", Decision.Block)]
    public async Task Judge_OptionalPlace_IsJudgedWhereItIs(string arguments, Decision expected)
    {
        PolicyPipeline pipeline = Inspector.WithTool("""
            "hosts":[{"at":"/urls/*/at","allow":["example.com"],"optional":true}]
            """);
        Assert.Equal(expected, (await Inspector.JudgeAsync(pipeline, arguments)).Decision);
    }

    [Theory]
    [InlineData("boo\u212a.example.org")]
    [InlineData("book.example.org\u3002")]
    [InlineData("\u0130.example.org")]
    public async Task Judge_BareHostBeyondAscii_IsBlocked(string host) => Assert.Equal(
        Decision.Block, await JudgeAsync("""
            "hosts":[{"at":"/url","form":"host","allow":["*.example.org"]}]
            """, host));

    private static async Task<Decision> JudgeAsync(string members, string url) =>
        (await Inspector.JudgeAsync(Inspector.WithTool(members), JsonSerializer.Serialize(new { url }))).Decision;
}
