using System.Text;
using CsCheck;
using Xunit;

namespace Signet.Messaging.Tests;

public sealed class CommitBatchFormatTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Events_WhatIsWritten_IsReadBack() =>
        Gen.Byte.Where(octet => octet != '\n').Array[1, 40].Array[1, 20].Sample(events =>
        {
            byte[] body = CommitBatchFormat.WriteEvents([.. events.Select(octets => new ReadOnlyMemory<byte>(octets))]);
            return CommitBatchFormat.TryParseEvents(body, out IReadOnlyList<ReadOnlyMemory<byte>> read)
                && read.Select(octets => octets.ToArray()).SequenceEqual(events, ByOctets);
        });

    [Fact]
    public void TryParseEvents_AnyOctets_NeverThrowsAndKeepsEveryOctet() =>
        Gen.Byte[8, 12].Array[0, 40].Sample(body =>
            !CommitBatchFormat.TryParseEvents(body, out IReadOnlyList<ReadOnlyMemory<byte>> events)
            || CommitBatchFormat.WriteEvents(events).AsSpan().SequenceEqual(body));

    [Theory]
    [InlineData("a\n", 1)]
    [InlineData("a\r\nb\n", 2)]
    [InlineData("", null)]
    [InlineData("a", null)]
    [InlineData("\n", null)]
    [InlineData("a\n\n", null)]
    [InlineData("a\n\nb\n", null)]
    [InlineData("a\nb", null)]
    public void TryParseEvents_Body_IsLinesOrRefused(string body, int? lines)
    {
        bool parsed = CommitBatchFormat.TryParseEvents(Encoding.UTF8.GetBytes(body), out IReadOnlyList<ReadOnlyMemory<byte>> events);

        Assert.Equal((lines is not null, lines ?? 0), (parsed, events.Count));
    }

    [Theory]
    [InlineData(CommitBatchFormat.MaxEvents, 1, true)]
    [InlineData(CommitBatchFormat.MaxEvents + 1, 1, false)]
    [InlineData(1, CommitBatchFormat.MaxEventOctets, true)]
    [InlineData(1, CommitBatchFormat.MaxEventOctets + 1, false)]
    [InlineData(127, CommitBatchFormat.MaxEventOctets, true)]
    [InlineData(128, CommitBatchFormat.MaxEventOctets, false)]
    public async Task Limits_AtAndBeyond_HoldForWriterParserAndReader(int count, int octets, bool accepted)
    {
        byte[] line = new byte[octets];
        byte[] body = [.. Enumerable.Repeat((byte[])[.. line, (byte)'\n'], count).SelectMany(l => l)];

        Assert.Equal(accepted, CommitBatchFormat.TryParseEvents(body, out _));
        using var stream = new MemoryStream(body);
        Assert.Equal(accepted, await CommitBatchFormat.ReadEventsAsync(stream, Token) is not null);
        ReadOnlyMemory<byte>[] events = [.. Enumerable.Repeat(new ReadOnlyMemory<byte>(line), count)];
        Assert.Equal(accepted, Record.Exception(() => CommitBatchFormat.WriteEvents(events)) is null);
    }

    [Fact]
    public async Task ReadEvents_EndlessStream_StopsAtTheLimit()
    {
        using var stream = new EndlessStream();

        Assert.Null(await CommitBatchFormat.ReadEventsAsync(stream, Token));

        Assert.InRange(stream.Count, 1, CommitBatchFormat.MaxRequestOctets + 1);
    }

    [Fact]
    public void Outcomes_WhatIsWritten_IsReadBack() =>
        Gen.Enum<CommitOutcome>().Array[0, CommitBatchFormat.MaxEvents].Sample(outcomes =>
            CommitBatchFormat.TryParseOutcomes(CommitBatchFormat.WriteOutcomes(outcomes), outcomes.Length, out var read)
            && read.SequenceEqual(outcomes));

    [Theory]
    [InlineData("""{"outcomes":["recorded","retry"]}""", true)]
    [InlineData(""" { "outcomes" : [ "quarantined" , "retry" ] } """, true)]
    [InlineData("""{"outcomes":["recorded"]}""", false)]
    [InlineData("""{"outcomes":["recorded","retry","retry"]}""", false)]
    [InlineData("""{"outcomes":["recorded","Recorded"]}""", false)]
    [InlineData("""{"outcomes":["recorded",null]}""", false)]
    [InlineData("""{"outcomes":["recorded","retry"],"x":1}""", false)]
    [InlineData("""{"x":1,"outcomes":["recorded","retry"]}""", false)]
    [InlineData("""{"outcomes":["recorded","retry"]}{}""", false)]
    [InlineData("""{"outcomes":["recorded","retry"]""", false)]
    [InlineData("""["recorded","retry"]""", false)]
    [InlineData("""{"outcomes":{"recorded":"retry"}}""", false)]
    [InlineData("", false)]
    [InlineData("null", false)]
    public void TryParseOutcomes_OfTwo_IsExact(string json, bool accepted) =>
        Assert.Equal(accepted, CommitBatchFormat.TryParseOutcomes(Encoding.UTF8.GetBytes(json), 2, out _));

    [Fact]
    public void TryParseOutcomes_AnyOctets_NeverThrows() =>
        Gen.Char["{}[]\":, outcmesrdy\\u0é"].Array[0, 40].Sample(text =>
            CommitBatchFormat.TryParseOutcomes(Encoding.UTF8.GetBytes(text), 1, out var read) == (read.Count == 1));

    private static readonly IEqualityComparer<byte[]> ByOctets =
        EqualityComparer<byte[]>.Create((a, b) => a.AsSpan().SequenceEqual(b), octets => octets.Length);
}
