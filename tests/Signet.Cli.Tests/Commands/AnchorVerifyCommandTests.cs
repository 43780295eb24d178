using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Signet.Cli.AllInOne;
using Signet.Cli.Commands;

namespace Signet.Cli.Tests.Commands;

/// <summary>The job that says which time stamps are about to lapse, and revocation lists given to it and to a verification.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class AnchorVerifyCommandTests(LogFixture log) : IClassFixture<LogFixture>, IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly string _list = Path.GetTempFileName();

    public void Dispose()
    {
        File.Delete(_list);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Run_NothingAboutToLapse_ExitsWithZero()
    {
        Assert.Equal(0, await RunAsync("anchor", "verify", log.Data, "--within", "0"));
        Assert.Contains(" valid anchors; ", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("the certificate of its last token lapses ", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("backed until", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AboutToLapse_NamesEachAnchorAndExitsWithOne()
    {
        Assert.Equal(1, await RunAsync("anchor", "verify", log.Data, "--within", "36500"));
        var lines = _output.ToString().Split('\n');
        Assert.Contains(lines, line => line.Contains(": backed until ", StringComparison.Ordinal) && line.EndsWith("no later anchor covers it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NoListSpeaksForTheCertificates_NoAnchorCounts()
    {
        WriteStrangersList();
        Assert.Equal(2, await RunAsync("anchor", "verify", log.Data, "--tsa-crl", $"{DevelopmentTsa.Name}={_list}"));
        Assert.Contains("does not count: no revocation list speaks for", _output.ToString(), StringComparison.Ordinal);

        Assert.Equal(1, await RunAsync("audit", "verify", log.Data, "--tsa-crl", $"{DevelopmentTsa.Name}={_list}"));
        Assert.Contains("anchor_invalid", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("development", "junk")]
    [InlineData("nobody", "")]
    [InlineData("", "")]
    public async Task Run_ListThatCannotBeUsed_IsSaidAndDecidesNothing(string authority, string junk)
    {
        WriteStrangersList();
        if (junk.Length > 0)
        {
            await File.WriteAllTextAsync(_list, junk, TestContext.Current.CancellationToken);
        }

        var name = authority == "development" ? DevelopmentTsa.Name : authority;
        Assert.Equal(2, await RunAsync("audit", "verify", log.Data, "--tsa-crl", name.Length > 0 ? $"{name}={_list}" : _list));
        Assert.Single(_error.ToString().TrimEnd('\n').Split('\n'));
    }

    private void WriteStrangersList()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var list = new CertificateRevocationListBuilder().Build(
            new X500DistinguishedName("CN=Somebody"), X509SignatureGenerator.CreateForECDsa(key), BigInteger.One,
            DateTimeOffset.UnixEpoch.AddYears(100), HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(new byte[20]), DateTimeOffset.UnixEpoch);
        File.WriteAllBytes(_list, list);
    }

    private async Task<int> RunAsync(params string[] arguments)
    {
        var (output, error) = (Console.Out, Console.Error);
        Console.SetOut(_output);
        Console.SetError(_error);
        try
        {
            return await CommandRunner.RunAsync(SignetCommand.Create(), arguments);
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
