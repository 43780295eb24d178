using Signet.Injector.Tests.Fakes;

namespace Signet.Injector.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void Read_TheGatewaysSettings_BecomeNamesOfItsEnvironment()
    {
        var environment = Settings.Read().Full.Environment;
        Assert.Equal("https://api.openai.com/v1", environment["Gateway__Upstreams__default__Address"]);
        Assert.Equal("a$(b)", environment["Gateway__Routes__0__Models__0"]);
    }

    [Theory]
    [InlineData("Injector:Mode", "both")]
    [InlineData("Injector:Modus", "full")]
    [InlineData("Injector:Relay:Address", "http://gateway/v1")]
    [InlineData("Injector:Relay:Address", "ftp://gateway")]
    [InlineData("Injector:Relay:Audience", "a b")]
    [InlineData("Injector:Full:Image", "a b")]
    [InlineData("Injector:Full:ImagePullPolicy", "Sometimes")]
    [InlineData("Injector:Full:PolicyConfigMap", "")]
    [InlineData("Injector:Full:PolicyKey", "../policy")]
    [InlineData("Injector:Full:ApiKeySecret", "Upper")]
    [InlineData("Injector:Full:Port", "80")]
    [InlineData("Injector:Full:Port", "65535")]
    [InlineData("Injector:Full:CpuRequest", "much")]
    [InlineData("Injector:Full:SpoolLimit", "large")]
    public void Read_WhatCantBeUsed_IsRefused(string name, string value) =>
        Assert.Throws<InvalidOperationException>(() => Settings.Read(changes: (name, value)));

    [Theory]
    [InlineData("Secret", "")]
    [InlineData("Lifetime", "00:30:00")]
    [InlineData("Lifetime", "399.00:00:00")]
    [InlineData("TrustDelay", "00:00:30")]
    [InlineData("TrustDelay", "10.00:00:00")]
    [InlineData("CheckPeriod", "00:00:00")]
    [InlineData("CheckPeriod", "00:11:00")]
    public void Certificate_WhatCantBeUsed_IsRefused(string name, string value)
    {
        (string, string)[] good =
        [
            ("Injector:Certificate:Secret", "s"), ("Injector:Certificate:Namespace", "n"), ("Injector:Certificate:Service", "s"),
            ("Injector:Certificate:WebhookConfiguration", "w"),
        ];
        Settings.Read(changes: good).Certificate.Validate();
        Assert.Throws<InvalidOperationException>(Settings.Read(changes: [.. good.Where(change => !change.Item1.EndsWith(":" + name, StringComparison.Ordinal)), ($"Injector:Certificate:{name}", value)]).Certificate.Validate);
    }
}
