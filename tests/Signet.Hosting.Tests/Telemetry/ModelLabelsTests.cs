using Signet.Hosting.Telemetry;
using Xunit;

namespace Signet.Hosting.Tests.Telemetry;

public sealed class ModelLabelsTests
{
    private readonly ModelLabels _labels = new();

    [Fact]
    public void Of_NameThatAModelAnsweredTo_IsTheNameFromThenOn()
    {
        Assert.Equal("other", _labels.Of("gpt-x", answered: false));
        Assert.Equal("gpt-x", _labels.Of("gpt-x", answered: true));
        Assert.Equal("gpt-x", _labels.Of("gpt-x", answered: false));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("modèle")]
    public void Of_NoPrintableName_IsOther(string? model) => Assert.Equal("other", _labels.Of(model, answered: true));

    [Fact]
    public void Of_TooLong_IsOther()
    {
        Assert.Equal(new string('a', 128), _labels.Of(new string('a', 128), answered: true));
        Assert.Equal("other", _labels.Of(new string('a', 129), answered: true));
    }

    [Fact]
    public void Of_MoreNamesThanThereIsRoomFor_OtherAndTheFirstStay()
    {
        for (var i = 0; i < ModelLabels.Most; i++)
        {
            Assert.Equal($"m{i}", _labels.Of($"m{i}", answered: true));
        }

        Assert.Equal("other", _labels.Of("one-more", answered: true));
        Assert.Equal("m0", _labels.Of("m0", answered: true));
    }
}
