using System.Text;
using Signet.Ledger.Entries;
using Xunit;

namespace Signet.Messaging.Tests;

public sealed class AnchorFormatTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly AnchorBody Anchor = new()
    {
        TreeSize = 7,
        Root = new byte[32],
        Tsa = "tsa",
        Policy = "1.2.3",
        GenTime = At,
        Nonce = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 },
        RequestedAt = At,
        ReceivedAt = At,
        Token = new byte[] { 0x30, 0x00 },
    };

    [Fact]
    public void WriteDuty_ThenRead_GivesTheSame()
    {
        var read = AnchorFormat.ReadDuty(AnchorFormat.WriteDuty(new AnchorDuty(7, new byte[32], At, 3)));
        Assert.Equal((7, At, 3), (read!.Size, read.OldestAt, read.Epoch));
        Assert.Equal(new byte[32], read.Root.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"size":0,"root":"ROOT","oldest_at":"2026-01-02T03:04:05.0000000Z","epoch":3}""")]
    [InlineData("""{"size":"7","root":"ROOT","oldest_at":"2026-01-02T03:04:05.0000000Z","epoch":3}""")]
    [InlineData("""{"size":7,"root":"00","oldest_at":"2026-01-02T03:04:05.0000000Z","epoch":3}""")]
    [InlineData("""{"size":7,"root":"ROOT","oldest_at":"yesterday"}""")]
    [InlineData("""{"size":7,"size":7,"root":"ROOT","oldest_at":"2026-01-02T03:04:05.0000000Z","epoch":3}""")]
    [InlineData("""{"size":7,"root":"\udfff","oldest_at":"2026-01-02T03:04:05.0000000Z","epoch":3}""")]
    [InlineData("""{"size":7,"root":"ROOT","oldest_at":"2026-01-02T03:04:05.0000000Z","epoch":3}x""")]
    public void ReadDuty_AnythingElse_IsNull(string json) =>
        Assert.Null(AnchorFormat.ReadDuty(Encoding.UTF8.GetBytes(json.Replace("ROOT", new string('0', 64), StringComparison.Ordinal))));

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void WriteRound_ThenRead_GivesTheSame(int count)
    {
        var read = AnchorFormat.ReadRound(AnchorFormat.WriteRound([.. Enumerable.Repeat(Anchor, count)]));
        Assert.Equal(count, read!.Count);
        Assert.All(read, anchor => Assert.Equal((7, "tsa", At), (anchor.TreeSize, anchor.Tsa, anchor.GenTime)));
    }

    [Fact]
    public void WriteRound_MoreThanSixteen_Throws() =>
        Assert.Throws<ArgumentException>(() => AnchorFormat.WriteRound([.. Enumerable.Repeat(Anchor, 17)]));

    [Fact]
    public void ReadRound_AnythingElse_IsNull()
    {
        var line = AnchorFormat.WriteRound([Anchor]);
        byte[] heartbeat = EntryCodec.Write(new Entry(0, At, new HeartbeatBody { IntervalSeconds = 60 }));
        byte[][] others =
        [
            [],
            [(byte)'\n'],
            [.. line.SkipLast(1)],
            [.. line, (byte)'\n'],
            [.. Enumerable.Repeat(line, 17).SelectMany(octets => octets)],
            [.. heartbeat, (byte)'\n'],
        ];
        Assert.All(others, octets => Assert.Null(AnchorFormat.ReadRound(octets)));
    }
}
