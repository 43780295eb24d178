using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Microsoft.Extensions.Time.Testing;
using Signet.Cli.AllInOne;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Xunit;

namespace Signet.Anchorer.Tests.AllInOne;

public sealed class DevelopmentTsaTests : IDisposable
{
    private static readonly AnchorStatement Statement = AnchorStatement.Create("log.test", 7, SHA256.HashData("root"u8));

    private readonly string _directory = Directory.CreateTempSubdirectory("signet-tsa-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 6, 7, 8, 9, 123, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Respond_Query_GivesATokenTheVerifierAccepts()
    {
        using DevelopmentTsa sut = DevelopmentTsa.LoadOrCreate(_directory, _time);
        TimestampQuery query = TimestampQuery.Create(Statement, DevelopmentTsa.Policy);

        AnchorVerdict verdict = Check(sut, query, out AnchorBody? body);

        Assert.Equal(AnchorVerdict.Accepted, verdict);
        Assert.Equal(_time.GetUtcNow(), body!.GenTime);
        Assert.Equal(DevelopmentTsa.Name, body.Tsa);
    }

    [Fact]
    public void Respond_Query_GivesATokenOpensslVerifies()
    {
        using DevelopmentTsa sut = DevelopmentTsa.LoadOrCreate(_directory, _time);
        byte[] data = Statement.Octets.ToArray();
        File.WriteAllBytes(PathOf("data"), data);
        AssertOpenssl("ts -query -data data -sha256 -cert -out q.tsq");

        File.WriteAllBytes(PathOf("r.tsr"), sut.Respond(File.ReadAllBytes(PathOf("q.tsq"))));

        string verify = $"ts -verify -CAfile {DevelopmentTsaFiles.RootName} -attime {_time.GetUtcNow().ToUnixTimeSeconds()}";
        Assert.Contains("Verification: OK", AssertOpenssl($"{verify} -queryfile q.tsq -in r.tsr"), StringComparison.Ordinal);
        Assert.Contains("Verification: OK", AssertOpenssl($"{verify} -data data -in r.tsr"), StringComparison.Ordinal);
        Assert.Contains(
            "NOT TRUSTED", AssertOpenssl($"x509 -in {DevelopmentTsaFiles.SecretName} -noout -subject"), StringComparison.Ordinal);
    }

    [Fact]
    public void Respond_OtherPolicyOrDigestOrShape_IsAProperRejection()
    {
        using DevelopmentTsa sut = DevelopmentTsa.LoadOrCreate(_directory, _time);
        byte[] good = TimestampQuery.Create(Statement).Encoded.ToArray();

        AssertRejected(sut, TimestampQuery.Create(Statement, "1.2.3").Encoded.ToArray(), 0x00, 0x01);
        AssertRejected(sut, Rfc3161TimestampRequest.CreateFromHash(new byte[20], HashAlgorithmName.SHA1).Encode(), 0x80);
        AssertRejected(sut, [], 0x04);
        AssertRejected(sut, [.. good, 0], 0x04);
        AssertRejected(sut, good[..^1], 0x04);
    }

    [Fact]
    public void Respond_AnyOneOctetChanged_AlwaysAnswers()
    {
        using DevelopmentTsa sut = DevelopmentTsa.LoadOrCreate(_directory, _time);
        byte[] good = TimestampQuery.Create(Statement).Encoded.ToArray();
        for (int i = 0; i < good.Length; i++)
        {
            byte[] mutated = (byte[])good.Clone();
            mutated[i] ^= 0xFF;
            Assert.Equal(0x30, sut.Respond(mutated)[0]);
        }
    }

    [Fact]
    public void LoadOrCreate_Again_KeepsTheKey()
    {
        using DevelopmentTsa first = DevelopmentTsa.LoadOrCreate(_directory, _time);
        byte[] before = File.ReadAllBytes(PathOf(DevelopmentTsaFiles.SecretName));
        _time.Advance(TimeSpan.FromDays(400));
        using DevelopmentTsa second = DevelopmentTsa.LoadOrCreate(_directory, _time);

        Assert.Equal(before, File.ReadAllBytes(PathOf(DevelopmentTsaFiles.SecretName)));
        Assert.Equal(first.Trust.RootsSha256.ToArray(), second.Trust.RootsSha256.ToArray());
        Assert.True(Check(second, TimestampQuery.Create(Statement), out AnchorBody? body).Ok);
        Assert.True(AnchorVerifier.Verify(body!, "log.test", first.Trust).Ok);
    }

    [Fact]
    public void LoadOrCreate_KeyFile_IsTheOwnersAlone()
    {
        using DevelopmentTsa sut = DevelopmentTsa.LoadOrCreate(_directory, _time);

        Assert.Equal(
            [DevelopmentTsaFiles.RootName, DevelopmentTsaFiles.SecretName],
            Directory.GetFiles(_directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf(DevelopmentTsaFiles.SecretName)));
        }

        Assert.DoesNotContain("PRIVATE", File.ReadAllText(PathOf(DevelopmentTsaFiles.RootName)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void LoadOrCreate_DamagedFile_ThrowsAndLeavesIt(string content)
    {
        File.WriteAllText(PathOf(DevelopmentTsaFiles.SecretName), content);

        Assert.Throws<InvalidDataException>(() => DevelopmentTsa.LoadOrCreate(_directory, _time));
        Assert.Equal(content, File.ReadAllText(PathOf(DevelopmentTsaFiles.SecretName)));
    }

    [Fact]
    public async Task LoadOrCreate_ManyAtOnce_AllHoldOneKey()
    {
        DevelopmentTsa[] all = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => DevelopmentTsa.LoadOrCreate(_directory, _time))));

        Assert.Single(all.Select(tsa => Convert.ToHexString(tsa.Trust.RootsSha256.Span)).Distinct());
        Assert.Equal(2, Directory.GetFiles(_directory).Length);
        Array.ForEach(all, tsa => tsa.Dispose());
    }

    private AnchorVerdict Check(DevelopmentTsa sut, TimestampQuery query, out AnchorBody? body) => AnchorVerifier.VerifyResponse(
        query, sut.Respond(query.Encoded.Span), _time.GetUtcNow(), _time.GetUtcNow(), sut.Trust, out body);

    private static void AssertRejected(DevelopmentTsa sut, byte[] query, params byte[] bits)
    {
        byte[] response = sut.Respond(query);
        // SEQUENCE { SEQUENCE { INTEGER 2, BIT STRING } } and no token.
        Assert.Equal(0x02, response[6]);
        Assert.Equal(0x03, response[7]);
        Assert.Equal(response.Length, response[1] + 2);
        Assert.Equal(bits, response.AsSpan(10, bits.Length).ToArray());
    }

    private string PathOf(string name) => Path.Combine(_directory, name);

    private string AssertOpenssl(string arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            WorkingDirectory = _directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + errors.GetAwaiter().GetResult());
        return output;
    }
}
