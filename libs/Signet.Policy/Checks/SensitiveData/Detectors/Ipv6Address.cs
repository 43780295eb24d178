using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>Finds global unicast IPv6 addresses (2000::/3): the first group has four digits and begins with 2 or 3.</summary>
internal sealed class Ipv6Address : Detector
{
    private const int MaxLength = 45;

    private static readonly SearchValues<char> Members = SearchValues.Create("0123456789abcdefABCDEF:.");

    internal override string Marks => ":";

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        start = at - 4;
        end = start;
        if (window.RunBefore(at, Characters.Hex, 5) != 4 || window[start] is not ('2' or '3')
            || Characters.IsWord(window[start - 1]) || window[start - 1] is ':' or '.' or '-' or '_')
        {
            return Verdict.None;
        }

        if (!window.TryRun(start, Members, MaxLength, out int length))
        {
            return Verdict.Undecided;
        }

        ReadOnlySpan<char> text = length > MaxLength ? [] : window.Text.Slice(start, length).TrimEnd('.');
        text = text.EndsWith("::") ? text : text.TrimEnd(':');
        end = start + text.Length;
        bool isAddress = !text.IsEmpty && text.Count(':') >= 2 && IPAddress.TryParse(text, out IPAddress? address)
            && address.AddressFamily == AddressFamily.InterNetworkV6;
        return isAddress && !Characters.IsWord(window[end]) ? Verdict.Found : Verdict.None;
    }
}
