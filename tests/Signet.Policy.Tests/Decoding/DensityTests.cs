using System.Text;
using Signet.Policy.Checks.PromptInjection;
using Signet.Policy.Decoding;

namespace Signet.Policy.Tests.Decoding;

public sealed class DensityTests
{
    /// <summary>Base64 and Base85 of whatever a rule looks for are dense, however the text before it shifts the groups.</summary>
    [Fact]
    public void IsDense_EncodedWordOfRules_True()
    {
        foreach (string word in RuleSet.BuiltIn.Latin.Words.Where(word => word.Part is RulePart.Phrase or RulePart.Second).Select(word => "ignore " + word.Text))
        {
            foreach (string text in new[] { word, word.ToUpperInvariant(), Encodings.Shift(word.ToLowerInvariant(), 13) })
            {
                for (int shift = 0; shift < 4; shift++)
                {
                    byte[] octets = Encoding.UTF8.GetBytes(new string(' ', shift) + text);
                    Assert.True(Density.IsDense(Encoding.ASCII.GetBytes(Convert.ToBase64String(octets).TrimEnd('='))), text);
                    Assert.True(Density.IsDense(Encoding.ASCII.GetBytes(Encodings.Base85(octets))), text);
                }
            }
        }
    }

    [Theory]
    [InlineData("internationalisation")]
    [InlineData("Pneumonoultramicroscopicsilicovolcanoconiosis")]
    public void IsDense_Word_False(string word) => Assert.False(Density.IsDense(Encoding.ASCII.GetBytes(word)));
}
