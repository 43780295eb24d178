using System.Text;
using Signet.Messaging.Spool;
using Xunit;

namespace Signet.Messaging.Tests.Spool;

/// <summary>Short octets that stand for events: their number, and a filling of another length for each.</summary>
internal static class SpooledTexts
{
    public static ReadOnlyMemory<byte> Of(long number) => Encoding.UTF8.GetBytes($"{number}:{new string('x', (int)(number * 211 % 1_500))}");

    public static ReadOnlyMemory<byte>[] Batch(long from, int count) => [.. Enumerable.Range(0, count).Select(i => Of(from + i))];

    public static long NumberOf(ReadOnlyMemory<byte> octets)
    {
        var text = Encoding.UTF8.GetString(octets.Span);
        long number = long.Parse(text[..text.IndexOf(':', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(Of(number).ToArray(), octets.ToArray());
        return number;
    }

    /// <summary>The numbers of everything that was not read yet.</summary>
    public static List<long> ReadAll(SpoolJournal journal)
    {
        List<long> numbers = [];
        while (journal.ReadNext() is { } frame)
        {
            numbers.AddRange(frame.Events.Select(NumberOf));
        }

        return numbers;
    }

    public static List<long> Range(long from, int count) => [.. Enumerable.Range(0, count).Select(i => from + i)];
}
