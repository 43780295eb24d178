using System.Globalization;

namespace Signet.Load.Systems;

/// <summary>What a host has counted since it began, and says in one line.</summary>
/// <param name="AllocatedBytes">Octets allocated on the managed heap.</param>
/// <param name="Collections">Collections of its youngest generation.</param>
/// <param name="Events">Events that a gateway has sent to a record in memory; 0 for any other host.</param>
/// <param name="Sends">In how many batches it did so.</param>
internal readonly record struct HostCounts(long AllocatedBytes, long Collections, long Events, long Sends)
{
    public static HostCounts operator -(HostCounts later, HostCounts earlier) => Subtract(later, earlier);

    public static HostCounts Subtract(HostCounts later, HostCounts earlier) => new(
        later.AllocatedBytes - earlier.AllocatedBytes,
        later.Collections - earlier.Collections,
        later.Events - earlier.Events,
        later.Sends - earlier.Sends);

    public static HostCounts Parse(string line)
    {
        var numbers = Array.ConvertAll(line.Split(' '), text => long.Parse(text, CultureInfo.InvariantCulture));
        return new HostCounts(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{AllocatedBytes} {Collections} {Events} {Sends}");
}
