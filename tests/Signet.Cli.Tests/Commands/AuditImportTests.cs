using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Signet.Testing.Storage;

namespace Signet.Cli.Tests.Commands;

/// <summary>Logs of the reference implementation, made here as its format is described.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class AuditImportTests : IDisposable
{
    internal static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly CapturedConsole _console = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly string _key;

    public AuditImportTests()
    {
        _key = _directory.File("hmac");
        Assert.True(Signet.Hosting.Keys.KeyFile.TryCreateSecret(_key, Secret));
    }

    [Fact]
    public async Task Import_AnIntactLog_IsCleanAndConvertsWithItsProvenance()
    {
        var (log, output) = (Write(Log(5)), _directory.File("out.jsonl"));
        Assert.Equal(0, await _console.RunAsync("audit", "import", log, "--hmac-secret", _key, "--json", "--out", output));
        Schemas.AssertMeets("signet-import-v1.json", _console.Output);
        var lines = await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken);
        Assert.Equal(6, lines.Length);
        Schemas.AssertMeets("signet-import-v1.json", lines[0]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(log))), (string?)JsonNode.Parse(lines[0])!["source"]!["sha256"]);
        Assert.All(lines[1..], line => Assert.True((bool)JsonNode.Parse(line)!["holds"]!));
        Assert.Equal(2, await _console.RunAsync("audit", "import", log));
        Assert.StartsWith("LINKS ONLY", _console.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edited", 3, "self_mismatch")]
    [InlineData("dropped", 3, "link_mismatch")]
    [InlineData("garbage", 3, "malformed_line")]
    [InlineData("other key", 3, "unknown_key")]
    [InlineData("no key", 3, "missing_key_id")]
    [InlineData("two of a name", 3, "malformed_line")]
    public async Task Import_ATamperedLog_NamesLineAndKind(string tampering, long line, string kind)
    {
        var lines = Log(5, tampering == "other key" ? "k2" : tampering == "no key" ? "" : "k1");
        switch (tampering)
        {
            case "edited":
                lines[2] = lines[2].Replace("because", "became", StringComparison.Ordinal);
                break;
            case "dropped":
                lines.RemoveAt(2);
                break;
            case "garbage":
                lines[2] = "\u001b[2J";
                break;
            case "two of a name":
                lines[2] = lines[2].Replace("{\"approval", "{\"reason\":\"x\",\"approval", StringComparison.Ordinal);
                break;
            default:
                break;
        }

        Assert.Equal(1, await _console.RunAsync("audit", "import", Write(lines), "--hmac-secret", _key, "--json"));
        var found = JsonNode.Parse(_console.Output)!["first_breaks"]!.AsArray();
        Assert.Contains(found, item => (long)item!["line"]! == line && (string)item["kind"]! == kind);
    }

    [Fact]
    public async Task Import_HostileText_DoesNotReachTheTerminal()
    {
        Assert.Equal(0, await _console.RunAsync("audit", "import", Write(Log(2, reason: "\u001b[2J \u202e 😀 \\ \" \u0001")), "--hmac-secret", _key));
        AuditReadingTests.AssertHarmless(_console.Output);
        Assert.Equal(2, await _console.RunAsync("audit", "import", Write(["\u001b[2J"]), "--hmac-secret", _key));
        AuditReadingTests.AssertHarmless(_console.Error);
    }

    public void Dispose()
    {
        _console.Dispose();
        _directory.Dispose();
    }

    private string Write(IEnumerable<string> lines)
    {
        var path = _directory.File("reference.jsonl");
        File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
        return path;
    }

    /// <summary>Each line is spelled out: what is signed is the line without its HMAC.</summary>
    internal static List<string> Log(int count, string keyId = "k1", string reason = "because é")
    {
        var (lines, previous) = (new List<string>(), "");
        var escaped = reason.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\u001b", "\\u001b", StringComparison.Ordinal).Replace("\u0001", "\\u0001", StringComparison.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var head = $"{{\"approval_chain\":[\"human:a\"],\"check_name\":\"c\",\"decision\":\"allow\",\"entry_id\":\"e{i}\",";
            var key = keyId.Length > 0 && i == 2 ? keyId : keyId.Length == 0 && i == 2 ? "" : "k1";
            var tail = $"\"metadata\":{{\"_anchor\":{{\"backend\":\"noop\",\"success\":true}},\"_signing_key_id\":\"{key}\",\"score\":1.0}},\"owner_id\":\"a\",\"owner_type\":\"human\"," +
                $"\"prev_hmac\":\"{previous}\",\"reason\":\"{escaped}\",\"request_fingerprint\":\"f\",\"ts_ns\":176000000000000000{i}}}";
            previous = Convert.ToHexStringLower(HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes(head + tail)));
            lines.Add($"{head}\"hmac\":\"{previous}\",{tail}");
        }

        return lines;
    }
}
