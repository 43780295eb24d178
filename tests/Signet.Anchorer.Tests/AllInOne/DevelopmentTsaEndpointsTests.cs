using System.Net;
using System.Net.Http.Headers;
using Xunit;

namespace Signet.Anchorer.Tests.AllInOne;

public sealed class DevelopmentTsaEndpointsTests
{
    [Theory]
    [InlineData("application/timestamp-query", 4096, HttpStatusCode.OK)]
    [InlineData("application/timestamp-query", 4097, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("application/octet-stream", 10, HttpStatusCode.UnsupportedMediaType)]
    [InlineData(null, 10, HttpStatusCode.UnsupportedMediaType)]
    public async Task Post_Body_IsBoundedAndTyped(string? type, int octets, HttpStatusCode expected)
    {
        await using FakeTsa tsa = await FakeTsa.StartAsync("a", TimeProvider.System);
        using var http = new HttpClient();
        using var content = new ByteArrayContent(new byte[octets]);
        content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);

        using HttpResponseMessage response = await http.PostAsync(tsa.Endpoint.Url, content, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.OK)
        {
            Assert.Equal("application/timestamp-reply", response.Content.Headers.ContentType?.MediaType);
        }
    }
}
