using System.Collections;
using CsCheck;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Pipeline;

/// <summary>Whatever a check says, what others read of it is fit to be shown.</summary>
public sealed class CheckResultTests
{
    [Theory]
    [InlineData("plain text, as it is", "plain text, as it is")]
    [InlineData("Größe 日本 \U0001F600", "Größe 日本 \U0001F600")]
    [InlineData("a\r\nb\tc\0", "a\uFFFD\uFFFDb\uFFFDc\uFFFD")]
    [InlineData("\u001b[31mred\u009b", "\uFFFD[31mred\uFFFD")]
    [InlineData("a\u202eb\u2066c\ufeffd\u2028e", "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe")]
    [InlineData("\U000E0041tag", "\uFFFDtag")]
    [InlineData(null, "")]
    public void Reason_AnyText_HoldsNothingThatMayNotBeShown(string? said, string shown) =>
        Assert.Equal(shown, CheckResult.Block(said!).Reason);

    [Fact]
    public void Reason_AnyText_IsOfLimitedLength_AndCleanOnceAndForAll() => Gen.Char.Array[0, 700].Sample(characters =>
    {
        string reason = CheckResult.Block(new string(characters)).Reason;
        Assert.InRange(reason.Length, 0, 512);
        Assert.Equal(reason, CheckResult.Block(reason).Reason);
        Assert.DoesNotContain(reason, char.IsControl);
    });

    [Fact]
    public void Reason_HalfAPair_IsReplaced() =>
        Assert.Equal("\uFFFD half \uFFFD", CheckResult.Block('\ud83d' + " half " + '\ude00').Reason);

    [Fact]
    public void Reason_CutInsideAPair_HoldsNoHalf() =>
        Assert.Equal(new string('x', 511) + "\uFFFD", CheckResult.Block(new string('x', 511) + "\U0001F600").Reason);

    [Fact]
    public void Metadata_IsACopyOfWhatFits()
    {
        Dictionary<string, string> given = new() { ["good_1"] = "v\u0007", ["Bad"] = "x", ["_bad"] = "x", [""] = "x", ["nothing"] = null! };
        CheckResult result = CheckResult.Allowed with { Metadata = given };
        given["later"] = "x";
        Assert.Equal([("good_1", "v\uFFFD"), ("nothing", "")], result.Metadata.Select(pair => (pair.Key, pair.Value)));
        Assert.Empty((CheckResult.Allowed with { Metadata = null! }).Metadata);
    }

    [Fact]
    public void Metadata_WithoutEnd_IsCut()
    {
        CheckResult result = CheckResult.Allowed with { Metadata = new Endless() };
        Assert.Equal(32, result.Metadata.Count);
        Assert.All(result.Metadata.Values, value => Assert.Equal(1_024, value.Length));
    }

    /// <summary>What a hostile plug-in could give.</summary>
    private sealed class Endless : IReadOnlyDictionary<string, string>
    {
        public int Count => int.MaxValue;

        public IEnumerable<string> Keys => [];

        public IEnumerable<string> Values => [];

        public string this[string key] => "";

        public bool ContainsKey(string key) => true;

        public bool TryGetValue(string key, out string value)
        {
            value = "";
            return true;
        }

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
        {
            for (int i = 0; ; i++)
            {
                yield return new($"k{i}", new string('x', 5_000));
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
