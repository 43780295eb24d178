using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Signet.Gateway.Preflight;

namespace Signet.Gateway.Tests.Preflight;

public sealed class QueryRulesTests
{
    private static readonly HashSet<string> Names = ["after", "include[]"];

    [Theory]
    [InlineData("", null)]
    [InlineData("?after=item_1", null)]
    [InlineData("?include[]=a.b&include%5B%5D=c", null)]
    [InlineData("?other=1", "query_not_supported")]
    [InlineData("?After=1", "query_not_supported")]
    [InlineData("?after=a%20b", "query_invalid")]
    [InlineData("?after=%0d%0a", "query_invalid")]
    [InlineData("?after=é", "query_invalid")]
    public void Check_Query_IsKnownAndPlain(string query, string? error) =>
        Assert.Equal(error, QueryRules.Check(new QueryCollection(QueryHelpers.ParseQuery(query)), Names)?.Error);

    [Fact]
    public void Check_ManyOrLongValues_AreRefused()
    {
        var many = "?" + string.Join('&', Enumerable.Repeat("after=1", 33));
        var longer = "?after=" + new string('a', 129);

        Assert.Equal("query_invalid", QueryRules.Check(new QueryCollection(QueryHelpers.ParseQuery(many)), Names)?.Error);
        Assert.Equal("query_invalid", QueryRules.Check(new QueryCollection(QueryHelpers.ParseQuery(longer)), Names)?.Error);
    }
}
