using Signet.Extensions.Contract;
using Signet.Policy.Pipeline;

namespace Signet.Extensions.Tests.Contract;

public sealed class EchoGuardTests
{
    private const string Sent = "My number is 078-05-1120 and the password is correct horse battery staple.";

    [Theory]
    [InlineData("holds 078-05-1120", true)]
    [InlineData("078-05-1", true)]
    [InlineData("says: correct horse battery staple", true)]
    [InlineData("holds a number and a password", false)]
    [InlineData("correct horse", false)]
    [InlineData("holds 078", false)]
    [InlineData("", false)]
    public void Guard_Text_IsWithheldWhenItRepeatsContent(string said, bool repeats)
    {
        CheckResult result = EchoGuard.Guard(
            CheckResult.Block(said) with { Metadata = new Dictionary<string, string> { ["what"] = said, ["rule"] = "r1" } }, ["", Sent]);
        string expected = repeats ? EchoGuard.Withheld : said;
        Assert.Equal((Decision.Block, expected, expected, "r1"), (result.Decision, result.Reason, result.Metadata["what"], result.Metadata["rule"]));
    }
}
