using Signet.Shared.Terminal;

namespace Signet.Cli.Tests.Output;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain ~ text", "plain ~ text")]
    [InlineData("ta\tb", "ta\tb")]
    [InlineData("Zürich 東京 🌵", "Zürich 東京 🌵")]
    [InlineData("a\u001b[2Jb", "a\\x1B[2Jb")]
    [InlineData("a\nb\r\0", "a\\x0Ab\\x0D\\x00")]
    [InlineData("\u007f\u0085\u009b", "\\x7F\\x85\\x9B")]
    [InlineData("a\u202eb\u2066", "a\\u202Eb\\u2066")]
    [InlineData("\u2028\u2029", "\\u2028\\u2029")]
    [InlineData("\u200b\ufeff\ue000", "\\u200B\\uFEFF\\uE000")]
    public void Of_Text_ShowsWhatCouldSteerATerminalAsEscapes(string text, string safe) => Assert.Equal(safe, SafeText.Of(text));

    [Fact]
    public void Of_HalfSurrogate_IsReplaced() => Assert.Equal("a\ufffdb", SafeText.Of("a\ud800b"));

    [Fact]
    public void Of_EveryCharacter_LeavesNoControlCharacter()
    {
        for (var value = 0; value <= char.MaxValue; value++)
        {
            Assert.DoesNotContain(SafeText.Of($"x{(char)value}"), c => char.IsControl(c) && c != '\t');
        }
    }
}
