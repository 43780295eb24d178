using Signet.Hosting.Telemetry;
using Xunit;

namespace Signet.Hosting.Tests.Telemetry;

public sealed class MetricLabelTests
{
    [Theory]
    [InlineData("chat_completions", "chat_completions")]
    [InlineData("tsa-1.example", "tsa-1.example")]
    [InlineData("", "other")]
    [InlineData(null, "other")]
    [InlineData("A", "other")]
    [InlineData("a b", "other")]
    [InlineData("a\n", "other")]
    [InlineData("\"}", "other")]
    public void Of_Value_IsANameOrOther(string? value, string label) => Assert.Equal(label, MetricLabel.Of(value));

    [Fact]
    public void Of_TooLong_IsOther()
    {
        Assert.Equal(new string('a', 128), MetricLabel.Of(new string('a', 128)));
        Assert.Equal("other", MetricLabel.Of(new string('a', 129)));
    }

    [Theory]
    [InlineData(99, "other")]
    [InlineData(100, "100")]
    [InlineData(599, "599")]
    [InlineData(600, "other")]
    [InlineData(-1, "other")]
    public void OfStatus_Number_IsAStatusOrOther(int status, string label) => Assert.Equal(label, MetricLabel.OfStatus(status));
}
