using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces.Responses;

namespace Signet.Gateway.Tests.Surfaces.Responses;

public sealed class StoredResponseTests
{
    [Theory]
    [InlineData(null, false, "")]
    [InlineData("true", true, "")]
    [InlineData("false", false, "")]
    [InlineData("True", false, "stream_not_a_boolean")]
    [InlineData("1", false, "stream_not_a_boolean")]
    [InlineData("", false, "stream_not_a_boolean")]
    [InlineData("true,false", false, "stream_not_a_boolean")]
    public void Get_Stream_IsWhatTheQuerySays(string? value, bool stream, string error)
    {
        var query = value is null
            ? QueryCollection.Empty
            : new QueryCollection(new Dictionary<string, StringValues> { ["stream"] = value.Split(',') });

        var read = new GetResponseSurface().ReadRequest(null, query, out var fault);

        Assert.Equal((error, stream), (fault, read?.Stream ?? false));
        Assert.Equal(error.Length > 0, read is null);
    }

    [Fact]
    public void Body_IsUnexpectedButForAnEmptyObjectWhereItIsPosted()
    {
        JsonTree.TryParse("{}"u8, false, out var empty);
        JsonTree.TryParse("""{"a":1}"""u8, false, out var full);

        Assert.NotNull(new CancelResponseSurface().ReadRequest(null, QueryCollection.Empty, out _));
        Assert.NotNull(new CancelResponseSurface().ReadRequest(empty, QueryCollection.Empty, out _));
        Assert.Null(new CancelResponseSurface().ReadRequest(full, QueryCollection.Empty, out var error));
        Assert.Equal("unexpected_body", error);
        Assert.Null(new DeleteResponseSurface().ReadRequest(empty, QueryCollection.Empty, out _));
        Assert.Null(new InputItemsSurface().ReadRequest(full, QueryCollection.Empty, out _));
        Assert.Null(new GetResponseSurface().ReadRequest(full, QueryCollection.Empty, out _));
    }
}
