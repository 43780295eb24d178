using Signet.Gateway.Cluster.Workloads;

namespace Signet.Gateway.Tests.Cluster;

public sealed class ProjectedTokenTests
{
    public static TheoryData<string> Hostile =>
    [
        "", ".", "..", "...", "a.b", "a.b.c", new string('a', 9_000), new string('.', 9_000), Tokens.Good() + ".x", " " + Tokens.Good(),
        Tokens.Of(Tokens.Claims(), """{"alg":"none"}""", ""), Tokens.Of(Tokens.Claims(), """{"alg":"none"}"""), Tokens.Of(Tokens.Claims(), """{"alg":"None"}"""),
        Tokens.Of(Tokens.Claims(), """{"alg":"HS256"}"""), Tokens.Of(Tokens.Claims(), "{}"), Tokens.Of(Tokens.Claims(), """{"alg":["RS256"]}"""),
        Tokens.Of(Tokens.Claims(), """{"alg":"RS256","alg":"none"}"""), Tokens.Of(Tokens.Claims(), """{"alg":"RS256","crit":["b64"]}"""),
        Tokens.Of(Tokens.Claims(), signature: ""), Tokens.Of(Tokens.Claims(), signature: "!!"), Tokens.Of(Tokens.Claims())[..^12] + "c2lnbmF0dXJl=",
        Tokens.Of("[]"), Tokens.Of("null"), Tokens.Of("not json"), Tokens.Of("{}"), Tokens.Of(new string('[', 2_000)), Tokens.Of("\"\\ud800\""),
        Tokens.Of(Tokens.Claims(more: "\"sub\":\"system:serviceaccount:kube-system:admin\",")), Tokens.Of(Tokens.Claims(more: "\"iss\":\"https://other\",")),
        Tokens.Of(Tokens.Claims(ns: "Payments")), Tokens.Of(Tokens.Claims(ns: "pay:ments")), Tokens.Of(Tokens.Claims(account: "a..b")), Tokens.Of(Tokens.Claims(account: "")),
        Tokens.Of(Tokens.Claims(account: "a\\nb")), Tokens.Of(Tokens.Claims(account: new string('a', 254))), Tokens.Of(Tokens.Claims(audience: "7")),
        Tokens.Of(Tokens.Claims(audience: "")), Tokens.Of(Tokens.Claims(audience: string.Join(',', Enumerable.Repeat("\"a\"", 17)))), Tokens.Of(Tokens.Claims(expires: 0)),
        Tokens.Of(Tokens.Claims(expires: -5)), Tokens.Of(Tokens.Claims(expires: long.MaxValue)), Tokens.Of(Tokens.Claims().Replace("4000000000", "1e99", StringComparison.Ordinal)),
        Tokens.Of(Tokens.Claims().Replace("4000000000", "\"4000000000\"", StringComparison.Ordinal)), Tokens.Of(Tokens.Claims().Replace("\"nbf\":1", "\"nbf\":\"x\"", StringComparison.Ordinal)),
        Tokens.Of(Tokens.Claims().Replace("serviceaccount:payments", "serviceaccount:other", StringComparison.Ordinal)),
        Tokens.Of(Tokens.Claims().Replace("billing-7d4", "BILLING", StringComparison.Ordinal)), Tokens.Of(Tokens.Claims().Replace("{\"name\":\"billing-7d4\",\"uid\":\"0e6-f1\"}", "[]", StringComparison.Ordinal)),
        Tokens.Of(Tokens.Claims().Replace("\"exp\":4000000000,", "", StringComparison.Ordinal)), Tokens.Of(Tokens.Claims().Replace("kubernetes.io", "example.io", StringComparison.Ordinal)),
    ];

    [Fact]
    public void TryRead_TokenOfACluster_SaysWhoItIs()
    {
        var token = ProjectedToken.TryRead(Tokens.Good());
        Assert.NotNull(token);
        Assert.Equal(("payments", "billing", "billing-7d4", "0e6-f1"), (token.Workload.Namespace, token.Workload.ServiceAccount, token.Workload.Pod, token.Workload.PodUid));
        Assert.Equal(["signet-gateway"], token.Audiences);
        Assert.Equal("agent:system:serviceaccount:payments:billing", token.Workload.ToOwner().ToString());
        Assert.Equal((true, Tokens.Issuer), (token.Workload.ToOwner().Authenticated, token.Workload.ToOwner().Issuer));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void TryRead_AnythingElse_IsNoToken(string text) => Assert.Null(ProjectedToken.TryRead(text));

    [Fact]
    public void TryRead_ManyRandomChanges_NeverThrow()
    {
        var good = Tokens.Good().ToCharArray();
        for (var at = 0; at < good.Length; at++)
        {
            foreach (var c in "A_.=\0é{")
            {
                var changed = (char[])good.Clone();
                changed[at] = c;
                _ = ProjectedToken.TryRead(changed);
            }

            _ = ProjectedToken.TryRead(good.AsSpan(0, at));
        }
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(1_000, false)]
    public void IsGood_IsAskedOfTheClock(long now, bool isGood) => Assert.Equal(
        isGood, ProjectedToken.TryRead(Tokens.Of(Tokens.Claims(expires: 1_000)))!.IsGood(DateTimeOffset.FromUnixTimeSeconds(now)));
}
