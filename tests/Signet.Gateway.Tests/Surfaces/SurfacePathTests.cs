using Signet.Gateway.Surfaces;

namespace Signet.Gateway.Tests.Surfaces;

public sealed class SurfacePathTests
{
    [Theory]
    [InlineData("/v1/models", "/v1/models", true)]
    [InlineData("/v1/models", "/v1/model", false)]
    [InlineData("/v1/models", "/v1/models/", false)]
    [InlineData("/v1/models", "/v1/models/x", false)]
    [InlineData("/v1/models", "/V1/models", false)]
    [InlineData("/v1/responses/{id}", "/v1/responses/resp_1-A.b:c", true)]
    [InlineData("/v1/responses/{id}", "/v1/responses", false)]
    [InlineData("/v1/responses/{id}", "/v1/responses/", false)]
    [InlineData("/v1/responses/{id}", "/v1/responses/..", false)]
    [InlineData("/v1/responses/{id}", "/v1/responses/.", false)]
    [InlineData("/v1/responses/{id}", "/v1/responses/a%2Fb", false)]
    [InlineData("/v1/responses/{id}", "/v1/responses/a b", false)]
    [InlineData("/v1/responses/{id}", "/v1/responses/é", false)]
    [InlineData("/v1/responses/{id}", "/v1/responses/a/cancel", false)]
    [InlineData("/v1/responses/{id}/cancel", "/v1/responses/a/cancel", true)]
    [InlineData("/v1/responses/{id}/cancel", "/v1/responses//cancel", false)]
    [InlineData("/v1/responses/{id}/cancel", "/v1/responses/a/b/cancel", false)]
    [InlineData("/v1/responses/{id}/cancel", "", false)]
    [InlineData("/v1/responses/{id}/cancel", "v1/responses/a/cancel", false)]
    public void Matches_Path_Fits(string template, string path, bool fits) => Assert.Equal(fits, ((SurfacePath)template).Matches(path));

    [Fact]
    public void Matches_ParameterOf128_FitsAndOf129_DoesNot()
    {
        SurfacePath path = "/v1/responses/{id}";

        Assert.True(path.Matches("/v1/responses/" + new string('a', 128)));
        Assert.False(path.Matches("/v1/responses/" + new string('a', 129)));
    }

    [Fact]
    public void Template_OutsideV1_Throws() => Assert.Throws<ArgumentException>(() => (SurfacePath)"/v2/models");
}
