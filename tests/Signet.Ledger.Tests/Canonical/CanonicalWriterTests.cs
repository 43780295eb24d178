using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Signet.Ledger.Canonical;
using Signet.Ledger.Tests.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Canonical;

public class CanonicalWriterTests
{
    [Fact]
    public void String_AnyText_IsCanonicalAndReadsBack() =>
        EntrySamples.Text(200).Sample(text =>
        {
            var octets = WriteString(text);

            // Lone surrogates become U+FFFD; nothing else changes.
            var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            using var document = JsonDocument.Parse(octets);
            return CanonicalForm.IsCanonicalObject(octets) && IndependentForm.Rewrite(octets).AsSpan().SequenceEqual(octets) &&
                document.RootElement.GetProperty("a").GetString() == expected;
        });

    // A fact over pairs, since attributes can't hold lone surrogates.
    [Fact]
    public void String_LoneSurrogate_BecomesTheReplacementCharacter()
    {
        (string Text, string Expected)[] cases =
        [
            ("\ud800", "\ufffd"), ("\udc00x", "\ufffdx"), ("\ud800\n\udc00", "\ufffd\n\ufffd"), ("\ud83d\ude00", "\ud83d\ude00"),
            ("\ud83d\ud83d\ude00", "\ufffd\ud83d\ude00"),
        ];
        foreach (var (text, expected) in cases)
        {
            using var document = JsonDocument.Parse(WriteString(text));
            Assert.Equal(expected, document.RootElement.GetProperty("a").GetString());
        }
    }

    [Fact]
    public void String_LongText_IsWrittenWhole()
    {
        var text = string.Concat(Enumerable.Repeat("\ud83d\ude00é\u0001", 20_000));
        using var document = JsonDocument.Parse(WriteString(text));
        Assert.Equal(text, document.RootElement.GetProperty("a").GetString());
    }

    [Fact]
    public void Array_OutputWithLittleRoom_LosesNothingBetweenItsRuns()
    {
        // A writer that has to ask for memory often, at every place where it may have to.
        for (var room = 1; room < 48; room++)
        {
            var output = new ArrayBufferWriter<byte>(room);
            var writer = new CanonicalWriter(output);
            writer.BeginArray();
            foreach (var text in new[] { "", "plain", "\u0001\"a", "\u00e9\ud83d\ude00\\", new string('x', 5_000) + "\n" + new string('\u20ac', 5_000) })
            {
                writer.String(text);
                writer.Integer(long.MinValue);
                writer.Boolean(false);
            }

            writer.EndArray();
            using var document = JsonDocument.Parse(output.WrittenMemory);
            Assert.Equal(15, document.RootElement.GetArrayLength());
            Assert.Equal("\u00e9\ud83d\ude00\\", document.RootElement[9].GetString());
            Assert.Equal(10_001, document.RootElement[12].GetString()!.Length);
        }
    }

    [Fact]
    public void String_SurrogatePairsInLongText_StayWhole()
    {
        foreach (var before in new[] { "", "x" })
        {
            var text = before + string.Concat(Enumerable.Repeat("\ud83d\ude00", 10_000));
            using var document = JsonDocument.Parse(WriteString(text));
            Assert.Equal(text, document.RootElement.GetProperty("a").GetString());
        }
    }

    private static byte[] WriteString(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new CanonicalWriter(output);
        writer.BeginObject();
        writer.String("a"u8, text);
        writer.EndObject();
        return output.WrittenSpan.ToArray();
    }
}
