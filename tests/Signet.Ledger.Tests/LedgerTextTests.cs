using CsCheck;
using Xunit;

namespace Signet.Ledger.Tests;

public class LedgerTextTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("log-1.example")]
    [InlineData("a.")]
    public void IsIdentifier_OfTheForm_True(string text) => Assert.True(LedgerText.IsIdentifier(text));

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData(".a")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a_b")]
    [InlineData("ä")]
    public void IsIdentifier_OfAnotherForm_False(string text) => Assert.False(LedgerText.IsIdentifier(text));

    [Fact]
    public void IsIdentifier_Length_AtMost128()
    {
        Assert.True(LedgerText.IsIdentifier(new string('a', 128)));
        Assert.False(LedgerText.IsIdentifier(new string('a', 129)));
    }

    [Fact]
    public void Time_WrittenAndRead_IsTheSame() =>
        Gen.Long[DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks].Sample(ticks =>
        {
            var time = new DateTimeOffset(ticks, TimeSpan.Zero);
            return LedgerText.TryParseTime(LedgerText.FormatTime(time), out var read) && read == time && read.Offset == TimeSpan.Zero;
        });

    [Fact]
    public void FormatTime_OtherOffset_IsWrittenInUtc() =>
        Assert.Equal(
            "2026-01-02T00:04:05.0000006Z",
            LedgerText.FormatTime(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(3)).AddTicks(6)));

    [Theory]
    [InlineData("2026-01-02T03:04:05.0000000z")]
    [InlineData("2026-01-02t03:04:05.0000000Z")]
    [InlineData("2026-01-02 03:04:05.0000000Z")]
    [InlineData("2026-01-02T03:04:05.000000Z")]
    [InlineData("2026-01-02T03:04:05.00000000Z")]
    [InlineData("2026-01-02T03:04:05Z")]
    [InlineData("2026-01-02T03:04:05.0000000+00:00")]
    [InlineData("2026-02-30T03:04:05.0000000Z")]
    [InlineData("2026-01-02T24:00:00.0000000Z")]
    [InlineData("2026-01-02T03:04:60.0000000Z")]
    [InlineData(" 026-01-02T03:04:05.0000000Z")]
    [InlineData("٢026-01-02T03:04:05.0000000Z")]
    [InlineData("")]
    public void TryParseTime_AnotherForm_Refused(string text) => Assert.False(LedgerText.TryParseTime(text, out _));

    [Fact]
    public void TryParseTime_AnyMutation_IsRefusedOrWrittenTheSameWay() =>
        Gen.Select(Gen.Int[0, 27], Gen.Char['\u0020', '\u007f']).Sample((place, c) =>
        {
            var text = "2026-01-02T03:04:05.1234567Z".ToCharArray();
            text[place] = c;
            return !LedgerText.TryParseTime(text, out var time) || LedgerText.FormatTime(time) == new string(text);
        });

    [Theory]
    [InlineData("0199a000-0000-7000-8000-000000000001")]
    [InlineData("0199a000-0000-7000-bfff-ffffffffffff")]
    public void TryParseUuid7_Version7_Read(string text)
    {
        Assert.True(LedgerText.TryParseUuid7(text, out var id));
        Assert.Equal(text, id.ToString("D"));
    }

    [Theory]
    [InlineData("0199a000-0000-4000-8000-000000000001")] // version 4
    [InlineData("0199a000-0000-7000-0000-000000000001")] // another variant
    [InlineData("0199a000-0000-7000-c000-000000000001")]
    [InlineData("0199A000-0000-7000-8000-000000000001")]
    [InlineData(" 0199a000-0000-7000-8000-000000000001")]
    [InlineData("0199a000-0000-7000-8000-000000000001\n")]
    [InlineData("{0199a000-0000-7000-8000-000000000001}")]
    [InlineData("0199a000000070008000000000000001")]
    [InlineData("0x99a000-0000-7000-8000-000000000001")]
    [InlineData("+199a000-0000-7000-8000-000000000001")]
    [InlineData("0199a000-+000-7000-8000-000000000001")]
    [InlineData("")]
    public void TryParseUuid7_AnotherForm_Refused(string text) => Assert.False(LedgerText.TryParseUuid7(text, out _));

    [Fact]
    public void TryParseUuid7_AnyMutation_IsRefusedOrWrittenTheSameWay() =>
        Gen.Select(Gen.Int[0, 35], Gen.Char['\u0000', '\u007f']).Sample(
            (place, c) =>
            {
                var text = "0199a000-1111-7222-8333-444444444444".ToCharArray();
                text[place] = c;
                return !LedgerText.TryParseUuid7(text, out var id) || id.ToString("D") == new string(text);
            },
            iter: 20_000);
}
