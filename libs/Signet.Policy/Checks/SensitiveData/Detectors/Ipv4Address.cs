using System.Globalization;
using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>
/// Finds public IPv4 addresses. Four numbers with dots may also be a version or a section: words that say so in front make it none, and an
/// address of single digits must be called one.
/// </summary>
internal sealed class Ipv4Address : Detector
{
    private const int Near = 24;

    private static readonly string[] Versions = ["version", "release", "build", "section", "chapter", "ver", "v", "firmware", "sdk", "OID"];
    private static readonly string[] Addresses = ["IP", "ip", "ipv4", "host", "server", "address", "dns", "ping", "resolver", "subnet", "firewall"];

    internal override IEnumerable<int> WordLengths => [1, 2, 3];

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        (start, end) = (at, at);
        if (window[at - 1] is '.' or '-' or '_' || char.IsLetterOrDigit(window[at - 1]))
        {
            return Verdict.None;
        }

        Span<byte> octets = stackalloc byte[4];
        for (int i = 0; i < 4; i++)
        {
            if (!window.TryRun(end, Characters.Digits, 3, out int length) || !window.CanSee(end + length))
            {
                return Verdict.Undecided;
            }

            if (length is 0 or > 3 || (i < 3 && window[end + length] != '.') || (length > 1 && window[end] == '0')
                || !byte.TryParse(window.Text.Slice(end, length), NumberStyles.None, CultureInfo.InvariantCulture, out octets[i]))
            {
                return Verdict.None;
            }

            end += length + (i < 3 ? 1 : 0);
        }

        if (!window.CanSee(end + 1))
        {
            return Verdict.Undecided;
        }

        bool isPart = Characters.IsWord(window[end]) || window[end] == '_'
            || (window[end] is '.' or '-' && Characters.IsWord(window[end + 1]));
        bool isShort = end - start == 7;
        if (isPart || !IsPublic(octets) || Context.Precedes(window, start, Near, Versions))
        {
            return Verdict.None;
        }

        return !isShort || Context.Precedes(window, start, Near, Addresses) ? Verdict.Found : Verdict.None;
    }

    private static bool IsPublic(ReadOnlySpan<byte> a) => a[0] switch
    {
        0 or 10 or 127 or >= 224 => false,
        100 => a[1] is < 64 or > 127,
        169 => a[1] != 254,
        172 => a[1] is < 16 or > 31,
        192 => a[1] != 168 && !(a[1] == 0 && a[2] == 0),
        198 => a[1] is not (18 or 19),
        _ => true,
    };
}
