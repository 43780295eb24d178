using System.IO.Compression;
using System.Net;
using System.Text;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;

namespace Signet.Gateway.Tests.Flow;

public sealed class CompressedBodyTests
{
    private const string Plain = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task Post_Compressed_IsForwardedPlainAndRecordedAsSent()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        var sent = Gzip(Plain);

        using var response = await PostAsync(host, sent, "gzip");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var call = Assert.Single(host.Llm.Calls);
        Assert.Equal(Plain, Encoding.UTF8.GetString(call.Body));
        Assert.False(call.Headers.ContainsKey("Content-Encoding"));
        Assert.True(PromiseReceipt.TryParse(response.Headers.GetValues("X-Signet-Receipt").Single(), out var receipt));
        Assert.All(host.Transport.Decisions, value =>
        {
            Assert.True(receipt!.Covers(value.Details!.Request.Sha256, sent));
            Assert.True(receipt.Covers(value.Details.Request.ForwardedSha256!.Value, call.Body));
            Assert.Equal(sent.Length, value.Details.Request.Bytes);
        });
    }

    [Theory]
    [InlineData("SECRET", 403)]
    [InlineData("PIN", 200)]
    public async Task Post_Compressed_IsCheckedLikeAnyOther(string marker, int status)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await PostAsync(host, Gzip(Plain.Replace("hi", marker, StringComparison.Ordinal)), "gzip");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.All(host.Llm.Calls, call => Assert.Equal(Plain.Replace("hi", "[x]", StringComparison.Ordinal), Encoding.UTF8.GetString(call.Body)));
        Assert.Equal(status == 200 ? 1 : 0, host.Llm.Calls.Count);
    }

    [Fact]
    public async Task Post_UnknownCoding_NamesThoseThatWork()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await PostAsync(host, Gzip(Plain), "zstd");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("gzip, deflate, br", string.Join(", ", response.Headers.GetValues("Accept-Encoding")));
        AssertRefused(host, "content_encoding_unsupported");
    }

    [Fact]
    public async Task Post_CutShort_IsRecordedAndRefused()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await PostAsync(host, Gzip(Plain)[..^1], "gzip");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        AssertRefused(host, "invalid_encoding");
    }

    [Fact]
    public async Task Post_TooLargeOnceDecompressed_IsRecordedAndRefused()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()], options => options.MaxRequestBodyBytes = 2_048);

        using var response = await PostAsync(host, Gzip(Plain + new string(' ', 2_048)), "gzip");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        AssertRefused(host, "body_too_large");
    }

    private static void AssertRefused(GatewayHost host, string error)
    {
        var refused = Assert.Single(host.Transport.Decisions);
        Assert.Equal((EventPhase.Refused, error), (refused.Phase, refused.Details!.Reason));
        Assert.Null(refused.Details.Request.ForwardedSha256);
        Assert.Empty(host.Llm.Calls);
    }

    private static Task<HttpResponseMessage> PostAsync(GatewayHost host, byte[] body, string coding) => host.PostAsync("", request =>
    {
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentEncoding.Add(coding);
    });

    private static byte[] Gzip(string text)
    {
        using var output = new MemoryStream();
        using (var compressor = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            compressor.Write(Encoding.UTF8.GetBytes(text));
        }

        return output.ToArray();
    }
}
