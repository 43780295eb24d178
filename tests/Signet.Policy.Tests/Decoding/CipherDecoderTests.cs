using CsCheck;
using Signet.Policy.Decoding;

namespace Signet.Policy.Tests.Decoding;

public sealed class CipherDecoderTests
{
    private static readonly string[] Words = ["instruct", "systemprompt", "overri", "disregard"];
    private static readonly CipherDecoder Sut = new(Words.Select(word => word[..Math.Min(word.Length, 9)]));

    /// <summary>However a word is enciphered and whatever stands around it and between its letters, it is found.</summary>
    [Fact]
    public void Decode_WordUnderAnyCipher_IsUndone()
    {
        Gen<string> around = Gen.Char["abcdefghijklmnopqrstuvwxyz ABC.,\n\u00E4"].Array[0, 60].Select(chars => new string(chars));
        Gen.Select(Gen.Int[0, Words.Length - 1], Gen.Int[0, 25], Gen.Bool, Gen.Bool, around, around, Gen.Int[0, 2]).Sample(
            (word, shift, atbash, reversed, before, after, gap) =>
            {
                string text = Words[word];
                string hidden = atbash ? Encodings.Atbash(text) : text;
                hidden = shift == 0 ? hidden : Encodings.Shift(hidden, shift);
                hidden = reversed ? Encodings.Reverse(hidden) : hidden;
                if (hidden == text)
                {
                    return;
                }

                string spaced = string.Join(new string(' ', gap), hidden.ToCharArray());
                Assert.Contains(
                    RecordingSink.Decode(Sut, before + spaced + after, prefilters: true),
                    product => product.Replace(" ", "", StringComparison.Ordinal).Contains(text, StringComparison.OrdinalIgnoreCase));
            });
    }
}
