using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using Signet.Hosting.Policies;
using Signet.Policy.Documents;
using Signet.Testing.Storage;
using Xunit;

namespace Signet.Hosting.Tests.Policies;

public sealed class PolicyFileTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("{a: [1, 2], b: {}}", """{"a":[1,2],"b":{}}""")]
    [InlineData("\uFEFFa: b\n", """{"a":"b"}""")]
    [InlineData("# comment\n---\na: b # c\n...\n", """{"a":"b"}""")]
    [InlineData("a: |\n  x\n  y\nb: >\n  z\n  w\n", """{"a":"x\ny\n","b":"z w\n"}""")]
    [InlineData("a:\n- b: 1\n  c: 2\n-\n", """{"a":[{"b":1,"c":2},null]}""")]
    [InlineData("\"1\": x\n'true': y\n", """{"1":"x","true":"y"}""")]
    [InlineData("", null)]
    [InlineData("# only a comment\n", null)]
    [InlineData("- a\n", null)]
    [InlineData("text\n", null)]
    [InlineData("a: 1\n---\nb: 2\n", null)]
    [InlineData("%YAML 1.2\n---\na: 1\n", null)]
    [InlineData("%TAG !e! tag:example.com,2000:\n---\na: 1\n", null)]
    [InlineData("a: [1\n", null)]
    [InlineData("a: b: c\n", null)]
    [InlineData("1: a\n", null)]
    [InlineData("true: a\n", null)]
    [InlineData("? [a]\n: b\n", null)]
    [InlineData("? {a: b}\n: b\n", null)]
    [InlineData("a: \"\\uD800\"\n", null)]
    [InlineData("\"\\uD800\": a\n", null)]
    public void Parse_Document_IsThisJsonOrRefused(string yaml, string? json)
    {
        if (json is null)
        {
            Assert.Throws<PolicyFileException>(() => Parse(yaml));
        }
        else
        {
            Assert.Equal(json, Encoding.UTF8.GetString(Parse(yaml).Json.Span));
        }
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("/a", 1, 1)]
    [InlineData("/a/b~1c", 2, 3)]
    [InlineData("/a/b~1c/0", 3, 7)]
    [InlineData("/a/b~1c/1", 4, 7)]
    [InlineData("/a/b~1c/1/d", 4, 7)]
    [InlineData("/a/b~1c/1/missing", 4, 7)]
    [InlineData("/a/missing/0/x", 1, 1)]
    [InlineData("/missing", 1, 1)]
    [InlineData("missing", 1, 1)]
    [InlineData("/e", 5, 1)]
    public void Locate_Pointer_IsWhereTheMemberOrItsHolderStands(string path, long line, long column) =>
        Assert.Equal(new PolicyPosition(line, column), Parse("a:\n  b/c:\n    - 1\n    - d: x\ne: {}\n").Locate(path));

    [Fact]
    public void Describe_Error_NamesThePlace() =>
        Assert.Equal("line 2, column 1: /b: is not known", Parse("a: 1\nb: 2\n").Describe(new PolicyError("/b", "is not known")));

    [Theory]
    [InlineData("", "null")]
    [InlineData("~", "null")]
    [InlineData("Null", "null")]
    [InlineData("nULL", "\"nULL\"")]
    [InlineData("true", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("off", "\"off\"")]
    [InlineData("0", "0")]
    [InlineData("-17", "-17")]
    [InlineData("+5", "5")]
    [InlineData("012", "12")]
    [InlineData("0o17", "15")]
    [InlineData("0xfF", "255")]
    [InlineData("0b1", "\"0b1\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("0o777777777777777777777", "9223372036854775807")]
    [InlineData("9223372036854775808", null)]
    [InlineData("0xffffffffffffffff", null)]
    [InlineData("0o2000000000000000000000", null)]
    [InlineData("0.1", "0.1")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("1e3", "1000")]
    [InlineData("-2.5E-1", "-0.25")]
    [InlineData(".", "\".\"")]
    [InlineData("1e400", null)]
    [InlineData(".inf", null)]
    [InlineData("-.INF", null)]
    [InlineData(".nan", null)]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("2026-01-01", "\"2026-01-01\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("\"\\uD83D\\uDE00\"", "\"\\uD83D\\uDE00\"")]
    public void Parse_Scalar_FollowsTheCoreSchema(string scalar, string? json)
    {
        string yaml = $"a: {scalar}\n";
        if (json is null)
        {
            Assert.Throws<PolicyFileException>(() => Parse(yaml));
        }
        else
        {
            Assert.Equal($$"""{"a":{{json}}}""", Encoding.UTF8.GetString(Parse(yaml).Json.Span));
        }
    }

    [Theory]
    [InlineData("a: 1\nb: &x 2\n", 2, 4)]
    [InlineData("a: &x [1]\n", 1, 4)]
    [InlineData("a: 1\nb: *x\n", 2, 4)]
    [InlineData("&x a: 1\n", 1, 1)]
    [InlineData("a: !!str 1\n", 1, 4)]
    [InlineData("a: !custom {}\n", 1, 4)]
    [InlineData("a: ! 1\n", 1, 4)]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, 1)]
    [InlineData("a: {b: 1, \"b\": 2}\n", 1, 11)]
    [InlineData("a: 1\n<<: {b: 1}\n", 2, 1)]
    [InlineData("a: 1\nb: .nan\n", 2, 4)]
    public void Parse_Forbidden_SaysWhere(string yaml, int line, int column)
    {
        var exception = Assert.Throws<PolicyFileException>(() => Parse(yaml));

        Assert.Equal((line, column), (exception.Line, exception.Column));
        Assert.StartsWith($"Line {line}, column {column}: ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PolicyFile.MaxDepth, true)]
    [InlineData(PolicyFile.MaxDepth + 1, false)]
    public void Parse_Depth_IsLimited(int depth, bool accepted)
    {
        string yaml = "a: " + new string('[', depth - 1) + new string(']', depth - 1);

        Assert.Equal(accepted, Record.Exception(() => Parse(yaml)) is null);
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    [InlineData('-')]
    [InlineData('?')]
    [InlineData('"')]
    [InlineData(' ')]
    [InlineData('\t')]
    [InlineData('&')]
    [InlineData(':')]
    public void Parse_AMebibyteOfOneCharacter_IsRefused(char c) =>
        Assert.Throws<PolicyFileException>(() => Parse(new string(c, PolicyFile.MaxOctets)));

    [Fact]
    public void Parse_Size_IsLimited()
    {
        string comment = "a: 1\n#" + new string('x', PolicyFile.MaxOctets - 7) + "\n";

        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString(Parse(comment).Json.Span));
        Assert.Throws<PolicyFileException>(() => Parse(comment + "\n"));
    }

    [Fact]
    public void Parse_InvalidUtf8_IsRefused()
    {
        Assert.Throws<PolicyFileException>(() => PolicyFile.Parse([(byte)'a', (byte)':', (byte)' ', 0xff]));
        Assert.Throws<PolicyFileException>(() => PolicyFile.Parse(Encoding.Unicode.GetPreamble()));
    }

    [Fact]
    public void Sha256_SameMeaningOtherOctets_Differs()
    {
        byte[] octets = "\uFEFFa: 1 # one\n"u8.ToArray();

        var sut = PolicyFile.Parse(octets);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(octets)), sut.Sha256);
        Assert.NotEqual(sut.Sha256, Parse("a: 1\n").Sha256);
    }

    [Fact]
    public void Parse_AnyText_IsJsonOrRefused() =>
        Gen.Char["ab1:-[]{}?,&*!|>'\"%@`#~<\\ \n\t\r.0xu\uD800é\0"].Array[0, 60].Sample(
            characters =>
            {
                try
                {
                    PolicyFile policy = PolicyFile.Parse(Encoding.UTF8.GetBytes(characters));
                    using var json = JsonDocument.Parse(policy.Json);
                    return json.RootElement.ValueKind == JsonValueKind.Object;
                }
                catch (PolicyFileException)
                {
                    return true;
                }
            },
            iter: 20_000);

    [Fact]
    public async Task Load_File_IsReadAndMissingOnesAreNotNamed()
    {
        using var directory = new TemporaryDirectory();
        CancellationToken token = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(directory.File("policy.yaml"), "a: 1\n", token);
        await File.WriteAllBytesAsync(directory.File("large.yaml"), new byte[PolicyFile.MaxOctets + 1], token);

        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString((await PolicyFile.LoadAsync(directory.File("policy.yaml"), token)).Json.Span));
        await Assert.ThrowsAsync<PolicyFileException>(() => PolicyFile.LoadAsync(directory.File("large.yaml"), token));
        var exception = await Assert.ThrowsAsync<PolicyFileException>(() => PolicyFile.LoadAsync(directory.File("missing"), token));
        Assert.DoesNotContain(directory.Path, exception.Message, StringComparison.Ordinal);
    }

    private static PolicyFile Parse(string yaml) => PolicyFile.Parse(Encoding.UTF8.GetBytes(yaml));
}
