using System.Globalization;
using System.Text;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>Spoils valid samples. What it makes depends on the corpus and the seed alone.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus, SplitMix random)
{
    // Enough to pass the limits of a reader now and then, and not so much that one sample takes all the time.
    private const int MaxOctets = 160 * 1024;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\"", "\\", "\\u0000", "\\u001f", "\\u001F", "\\u0041", "\\ud800", "\\/", "{\"", "\"}", "{", "}", "[", "]",
            "[]", "{}", ",", ":", "null", "true", "false", "-0", "-1", "0", "00", "1e3", "1.0", "9007199254740991",
            "9007199254740992", "-9007199254740992", "9223372036854775808", "18446744073709551616",
            "99999999999999999999", " ", "\t", "\r", "\n", "\n\n", "\r\n", "\u2014 ", "=", "==", "AA==", "AB==", "+",
            "/", "-", "_", ".", "..", "x", ".p/", ";", "; ", "\ufeff", "\ufffd", "\u0000", "\u00e9", "\ud83d\ude00",
            "\u2028", "\u0131", "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----", "seq", "commit", "genesis",
            "\"shortened\":[],", "\"certs\":[],",
        }.Select(Encoding.UTF8.GetBytes),
        [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xff], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x80],
        [0x30, 0x80], [0x30, 0x84, 0x7f, 0xff, 0xff, 0xff], [0x82, 0xff, 0xff], [0x81, 0x80], [0x80],
        [0x00, 0x00], [0x05, 0x00], [0x02, 0x01, 0x00],
        [0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0xa0, 0x80], [0x31, 0x00], [0x1f, 0x81, 0x00], [0x24, 0x80],
        [0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x80, 0, 0, 0, 0, 0, 0, 0], [0xff, 0xff], [0, 0, 0, 0, 0, 0, 0, 1],
    ];

    private static readonly string[] Numbers =
    [
        "0", "1", "2", "-1", "-0", "00", "01", "255", "256", "257", "65535", "65536", "2147483647", "2147483648", "9007199254740991",
        "9007199254740992", "9223372036854775807", "9223372036854775808", "18446744073709551615", "1e3", "1.5",
    ];

    /// <summary>A sample with one to five changes.</summary>
    public byte[] Next()
    {
        var octets = new List<byte>(corpus[random.Below(corpus.Count)]);
        var changes = 1 + (random.Below(3) == 0 ? random.Below(5) : 0);
        for (var i = 0; i < changes && octets.Count < MaxOctets; i++)
        {
            Change(octets, textual: true);
        }

        return [.. octets];
    }

    private void Change(List<byte> octets, bool textual)
    {
        switch (random.Below(textual ? 15 : 11))
        {
            case 0:
                Set(octets, (at, old) => (byte)(old ^ (1 << random.Below(8))));
                break;
            case 1:
                Set(octets, (_, _) => (byte)random.Next());
                break;
            case 2:
                octets.Insert(Place(octets), (byte)random.Next());
                break;
            case 3:
                Remove(octets, 1);
                break;
            case 4:
                Remove(octets, 1 + random.Below(40));
                break;
            case 5:
                octets.InsertRange(Place(octets), Piece(octets, 64));
                break;
            case 6:
                Splice(octets);
                break;
            case 7:
                Remove(octets, octets.Count);
                break;
            case 8:
                Repeat(octets);
                break;
            case 9:
                octets.InsertRange(Place(octets), Tokens[random.Below(Tokens.Length)]);
                break;
            case 10:
                Overwrite(octets, Tokens[random.Below(Tokens.Length)]);
                break;
            case 11:
                SwapCharacter(octets);
                break;
            case 12:
                ReplaceNumber(octets);
                break;
            case 13:
                Empty(octets);
                break;
            default:
                ChangeWithinBase64(octets);
                break;
        }
    }

    private int Place(List<byte> octets) => random.Below(octets.Count + 1);

    private void Set(List<byte> octets, Func<int, byte, byte> value)
    {
        if (octets.Count > 0)
        {
            var at = random.Below(octets.Count);
            octets[at] = value(at, octets[at]);
        }
    }

    private void Remove(List<byte> octets, int count)
    {
        var at = Place(octets);
        octets.RemoveRange(at, Math.Min(count, octets.Count - at));
    }

    private List<byte> Piece(List<byte> octets, int max)
    {
        var at = Place(octets);
        return octets.GetRange(at, Math.Min(random.Below(max + 1), octets.Count - at));
    }

    /// <summary>Goes on with the end of another sample, from a place that looks alike where there is one.</summary>
    private void Splice(List<byte> octets)
    {
        var other = corpus[random.Below(corpus.Count)];
        var at = Place(octets);
        var from = at < octets.Count ? Array.IndexOf(other, octets[at], random.Below(other.Length + 1)) : random.Below(other.Length + 1);
        octets.RemoveRange(at, octets.Count - at);
        octets.AddRange(other.AsSpan(from < 0 ? other.Length : from).ToArray());
    }

    private void Repeat(List<byte> octets)
    {
        var piece = Piece(octets, 300);
        var at = Place(octets);
        for (var times = 1 << random.Below(9); times > 0 && octets.Count < MaxOctets; times--)
        {
            octets.InsertRange(at, piece);
        }
    }

    private void Overwrite(List<byte> octets, byte[] token)
    {
        var at = Place(octets);
        for (var i = 0; i < token.Length && at + i < octets.Count; i++)
        {
            octets[at + i] = token[i];
        }
    }

    /// <summary>Puts a character that the sample has in place of another, so that more of what comes out is well formed.</summary>
    private void SwapCharacter(List<byte> octets)
    {
        if (octets.Count > 0)
        {
            octets[random.Below(octets.Count)] = octets[random.Below(octets.Count)];
        }
    }

    /// <summary>Takes away what stands between brackets, or in an object or string.</summary>
    private void Empty(List<byte> octets)
    {
        var kind = random.Below(3);
        var (open, close) = ("[{\""[kind], "]}\""[kind]);
        var at = octets.FindIndex(Place(octets), octet => octet == open);
        var end = at < 0 ? -1 : octets.FindIndex(at + 1, octet => octet == close);
        if (end > 0)
        {
            octets.RemoveRange(at + 1, end - at - 1);
        }
    }

    private void ReplaceNumber(List<byte> octets)
    {
        var (start, end) = Run(octets, octet => octet is >= (byte)'0' and <= (byte)'9');
        if (end > start)
        {
            octets.RemoveRange(start, end - start);
            var number = random.Below(3) == 0
                ? (random.Next() >> random.Below(64)).ToString(CultureInfo.InvariantCulture)
                : Numbers[random.Below(Numbers.Length)];
            octets.InsertRange(start, Encoding.ASCII.GetBytes(number));
        }
    }

    /// <summary>Changes what stands in base64 and encodes it again: so a change gets past the outer reader.</summary>
    private void ChangeWithinBase64(List<byte> octets)
    {
        var (start, end) = Run(octets, octet => char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'+' or (byte)'/' or (byte)'=');
        var text = Encoding.ASCII.GetString([.. octets.GetRange(start, end - start)]);
        var inner = new byte[text.Length];
        if (text.Length >= 8 && Convert.TryFromBase64String(text, inner, out var length))
        {
            var changed = new List<byte>(inner.AsSpan(0, length).ToArray());
            Change(changed, textual: random.Below(2) == 0);
            octets.RemoveRange(start, end - start);
            octets.InsertRange(start, Encoding.ASCII.GetBytes(Convert.ToBase64String([.. changed])));
        }
    }

    /// <summary>The octets of a kind around, or next behind, a place.</summary>
    private (int Start, int End) Run(List<byte> octets, Predicate<byte> isOne)
    {
        var at = octets.FindIndex(Place(octets), isOne);
        if (at < 0)
        {
            return (0, 0);
        }

        var start = octets.FindLastIndex(at, octet => !isOne(octet)) + 1;
        var end = octets.FindIndex(at, octet => !isOne(octet));
        return (start, end < 0 ? octets.Count : end);
    }
}
