using Signet.Policy.Checks.SensitiveData;
using Signet.Policy.Checks.SensitiveData.Detectors;
using Signet.Policy.Checks.SensitiveData.Scanning;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.SensitiveData;

/// <summary>With every rule on, what stands in ordinary prompts is no find, and no text costs more than its length.</summary>
public sealed class OrdinaryTextTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("id 550e8400-e29b-41d4-a716-446655440000, commit 285dcd3b2f0e6b9d7a1c4e8f5a6b7c8d9e0f1a2b")]
    [InlineData("integrity=\"sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC\" crossorigin=\"anonymous\"")]
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("2026-01-02T03:04:05.678Z 1700000000 1700000000123 20260102030405 12:34:56.789")]
    [InlineData("ISBN 978-3-16-148410-0, ISBN-10 0-306-40615-2, ISSN 2049-3630, DOI 10.1000/182")]
    [InlineData("order 4711-0815, invoice 2024-000123, ticket #1234567890, SKU AB123456C, part 123-45-678")]
    [InlineData("v1.2.3.4, version 10.20.30.40, .NET 10.0.100, Chrome/126.0.6478.127, 1.2.3-rc.4+build.5")]
    [InlineData("$1,234,567.89 and 1.234.567,89 EUR; 12 345 678 inhabitants, 99.95%, $415-555-2671")]
    [InlineData("https://github.com/dotnet/runtime/pull/123456789#issuecomment-1234567890?x=1&y=2")]
    [InlineData("Content-Security-Policy: default-src 'self'; script-src 'nonce-r4nd0mN0nc3v4lu3' https:")]
    [InlineData("npm i @types/node@22.1.0; git@github.com:org/repo; user@localhost; @ada hello")]
    [InlineData("def token_count(tokens): return {\"max_tokens\": 4096, \"token_type\": \"bearer\"}")]
    [InlineData("password: string; secret?: string | null; apiKey = process.env.API_KEY; token = getToken(user)")]
    [InlineData("Reset your password: click the link. The secret: patience. Token: see below.")]
    [InlineData("He said he is a bearer of 1000 things; basic understanding; a basic authentication scheme.")]
    [InlineData("std::vector<std::map<int, int>> a::b::c; x ? y : z; 3:1 odds, 12:30:45")]
    [InlineData("Matrix 1 0 0 0 1 0 0 0 1; 1234 5678 9012 3456; 06 12 34 56 78 99; 555-1234")]
    [InlineData("pi is 3.14159265358979323846264338327950288419716939937510")]
    [InlineData("0x1234567890abcdef1234567890abcdef12345678 and 0xdeadbeef, #ff00aa, rgb(12, 34, 56)")]
    [InlineData("Sin duda, 130 692 544 personas viven en la ciudad")]
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645 \u06F1\u06F2\u06F3 \u06A9\u062A\u0627\u0628; \u0915\u094D\u200D\u0937 \u0967\u0968\u0969")]
    [InlineData("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")]
    [InlineData("sk-fading-circle sk_test_12345 pk_live_public xoxo- AKIA AIzawa npm_lifecycle_event eyJust SG. glpat-")]
    public async Task AdmitAsync_OrdinaryText_FindsNothing(string text)
    {
        AdmissionResult result = await Samples.Everything().AdmitAsync(Requests.With(text), Token);
        Assert.True(result.Result.Decision == Decision.Allow, result.Result.Metadata.GetValueOrDefault("finds"));
    }

    /// <summary>Four times the text, four times the questions: each costs a bounded number of steps, or text that no other one pays for.</summary>
    [Theory]
    [InlineData("7")]
    [InlineData("aB3")]
    [InlineData("4242 ")]
    [InlineData("1.")]
    [InlineData("1:")]
    [InlineData("a@")]
    [InlineData("password=")]
    [InlineData("eyJ")]
    [InlineData("sk-")]
    [InlineData("<<<A")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n")]
    [InlineData("://a:")]
    [InlineData("4000 0012 3456 7898 ")]
    public void Scan_HostileText_AsksInProportion(string unit)
    {
        Assert.InRange(Questions(1 << 16), 0, (4 * Questions(1 << 14)) + 64);

        long Questions(int length)
        {
            List<(int, Detector)> detectors = [];
            for (int i = 0; i < RuleTable.Rules.Count; i++)
            {
                detectors.AddRange(RuleTable.DetectorsOf(RuleTable.Rules[i].Id, null).Select(detector => (i, detector)));
            }

            TextScanner scanner = new(new DetectorSet(detectors));
            string text = string.Concat(Enumerable.Repeat(unit, (length / unit.Length) + 1))[..length];
            scanner.Scan(new Window(text, isComplete: true));
            return scanner.Asked;
        }
    }
}
