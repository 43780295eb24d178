using Signet.Auditor.Enrolment;
using Signet.Ledger.Events;
using Xunit;

namespace Signet.Auditor.Tests.Enrolment;

public sealed class EnrolmentOptionsTests
{
    private static readonly EnrolledKey Key = new("gateway.1", "key.1", EventSignature.Ed25519Tree, new byte[32]);
    private static readonly ServiceAccount Account = new("signet", "signet-gateway");

    public static TheoryData<EnrolmentOptions, string> Unusable => new()
    {
        { new() { Mode = (EnrolmentMode)9 }, "token, kubernetes or configured" },
        { new() { Mode = EnrolmentMode.Configured }, "needs a key" },
        { new() { Keys = [Key] }, "listed for configured" },
        { new() { Mode = EnrolmentMode.Kubernetes }, "service accounts" },
        { new() { Mode = EnrolmentMode.Configured, Keys = [Key], ServiceAccounts = [Account] }, "service accounts" },
        { new() { Mode = EnrolmentMode.Kubernetes, ServiceAccounts = [Account], Audience = "" }, "audience" },
        { new() { Mode = EnrolmentMode.Kubernetes, ServiceAccounts = [Account], Audience = "a b" }, "audience" },
        { new() { Mode = EnrolmentMode.Configured, Keys = [Key, Key] }, "twice" },
        { new() { Mode = EnrolmentMode.Configured, Keys = [Key with { Alg = EventSignature.HmacSha256 }] }, "algorithm" },
        { new() { Mode = EnrolmentMode.Configured, Keys = [Key with { PublicKey = new byte[31] }] }, "32 octets" },
        { new() { Mode = EnrolmentMode.Configured, Keys = [Key with { Producer = "Gateway" }] }, "producer" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Validate_Unusable_SaysWhy(EnrolmentOptions options, string reason) =>
        Assert.Contains(reason, Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);

    [Fact]
    public void Settings_EachMode_GivesItsOptions()
    {
        new EnrolmentSettings().ToOptions().Validate();

        var cluster = new EnrolmentSettings { Mode = "kubernetes" };
        cluster.ServiceAccounts.Add("signet/signet-gateway");
        var options = cluster.ToOptions();
        options.Validate();
        Assert.Equal((EnrolmentMode.Kubernetes, "signet-auditor", Account), (options.Mode, options.Audience, Assert.Single(options.ServiceAccounts)));

        var configured = new EnrolmentSettings { Mode = "configured" };
        configured.Keys.Add(new EnrolledKeySettings { Producer = "gateway.1", KeyId = "key.1", PublicKey = Convert.ToBase64String(new byte[32]) });
        options = configured.ToOptions();
        options.Validate();
        Assert.Equal(("gateway.1", "key.1", EventSignature.Ed25519Tree, 32), (options.Keys[0].Producer, options.Keys[0].KeyId, options.Keys[0].Alg, options.Keys[0].PublicKey.Length));
    }

    [Theory]
    [InlineData("Token")]
    [InlineData("")]
    [InlineData("1")]
    public void Settings_OtherMode_IsRefused(string mode) => Assert.Throws<ArgumentException>(() => new EnrolmentSettings { Mode = mode }.ToOptions());

    [Theory]
    [InlineData("signet-gateway")]
    [InlineData("signet/")]
    [InlineData("/signet-gateway")]
    [InlineData("a/b/c")]
    [InlineData("a.b/c")]
    [InlineData("*/signet-gateway")]
    public void ServiceAccount_OtherForm_IsRefused(string text) => Assert.Throws<ArgumentException>(() => ServiceAccount.Parse(text));

    [Theory]
    [InlineData("not base64")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Settings_KeyThatIsNone_IsRefused(string text)
    {
        var settings = new EnrolmentSettings { Mode = "configured" };
        settings.Keys.Add(new EnrolledKeySettings { PublicKey = text });
        Assert.Throws<ArgumentException>(settings.ToOptions);
    }
}
