using Signet.Gateway.Tokens;

namespace Signet.Gateway.Tests.Tokens;

public sealed class ModelTokenCounterTests
{
    [Theory]
    [InlineData("gpt-4o", "Hello, world!", 4)]
    [InlineData("gpt-4", "Hello, world!", 4)]
    [InlineData(null, "", 0)]
    [InlineData("openai/gpt-4", "お誕生日おめでとう", 9)]
    [InlineData("gpt-3.5-turbo", "お誕生日おめでとう", 9)]
    [InlineData("gpt-5-mini", "お誕生日おめでとう", 8)]
    [InlineData("claude-x", "お誕生日おめでとう", 8)]
    [InlineData("gpt-4.1", "お誕生日おめでとう", 8)]
    public async Task Count_Model_UsesItsVocabulary(string? model, string text, long expected)
    {
        await ModelTokenCounter.Instance.WarmUpAsync();
        Assert.Equal(expected, ModelTokenCounter.Instance.Count(model, text));
    }

    [Fact]
    public async Task Count_AnyCharacters_NeverThrows()
    {
        await ModelTokenCounter.Instance.WarmUpAsync();
        Assert.InRange(ModelTokenCounter.Instance.Count("m", "\ud800\udc00\ud800 \0\uffff" + new string('\ud800', 200)), 1, 2_000);
        Assert.InRange(ModelTokenCounter.Instance.Count("m", new string('a', 1_024)), 1, 1_024);
    }
}
