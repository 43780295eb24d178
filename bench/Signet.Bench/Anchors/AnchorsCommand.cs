using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Signet.Ledger.Tests.Anchors;

namespace Signet.Bench.Anchors;

/// <summary>
/// <c>anchors [count]</c>: checking so many stored anchors of one authority, each another token, one after the other on one thread; 10,000 unless
/// said otherwise. Against the bare checks of their signatures in the same run. Processor time, so that a busy machine tells the same.
/// </summary>
internal static class AnchorsCommand
{
    private const int Anchors = 10_000;
    private const int Slice = 250;

    public static int Run(string[] args)
    {
        var count = args is [var text] ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : Anchors;
        Console.WriteLine("| Signer | Anchors | Processor, s | ms each | Bare signature, ms | Ratio | With the chain built each time, ms |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|");
        Row("RSA 2048", TestPki.Shared.IssueRsa(), count);
        Row("ECDSA P-256", TestPki.Shared.IssueEcdsa(), count);
        return 0;
    }

    private static void Row(string name, X509Certificate2 signer, int count)
    {
        var (logId, trust) = (TokenForge.Statement.LogId, TestPki.Shared.Trust);
        var (checks, bare, built) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        var data = new byte[256];
        var signature = Sign(signer, data);
        var done = 0;
        for (var warmUp = true; done < count; warmUp = false)
        {
            // Made in slices, so that ten thousand tokens never stand in memory, and both are measured under the same load.
            AnchorBody[] slice = [.. Enumerable.Range(0, Math.Min(Slice, count - done)).Select(_ => Anchor(signer, trust))];
            var check = Measure(() =>
            {
                foreach (var anchor in slice)
                {
                    Require(AnchorVerifier.Verify(anchor, logId, trust).Ok);
                }
            });
            var alone = Measure(() =>
            {
                foreach (var _ in slice)
                {
                    Require(Verify(signer, data, signature));
                }
            });
            var each = Measure(() =>
            {
                foreach (var anchor in slice)
                {
                    Require(AnchorVerifier.Verify(anchor, logId, new TsaTrust(trust.Name, trust.Roots, trust.Policy)).Ok);
                }
            });
            if (!warmUp)
            {
                (checks, bare, built, done) = (checks + check, bare + alone, built + each, done + slice.Length);
            }
        }

        var perAnchor = checks.TotalMilliseconds / count;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {count:#,##0} | {checks.TotalSeconds:0.00} | {perAnchor:0.000} | {bare.TotalMilliseconds / count:0.000} | {checks / bare:0.0} | {built.TotalMilliseconds / count:0.000} |"));
        signer.Dispose();
    }

    private static AnchorBody Anchor(X509Certificate2 signer, TsaTrust trust)
    {
        var query = TimestampQuery.Create(TokenForge.Statement, TokenForge.UsualPolicy);
        var verdict = AnchorVerifier.VerifyResponse(query, new TokenForge(signer, query).Response(), TestPki.Now, TestPki.Now, trust, out var body);
        return verdict.Ok ? body! : throw new InvalidOperationException(verdict.Text);
    }

    private static TimeSpan Measure(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return process.TotalProcessorTime - before;
    }

    private static byte[] Sign(X509Certificate2 signer, byte[] data)
    {
        using var rsa = signer.GetRSAPrivateKey();
        using var ecdsa = signer.GetECDsaPrivateKey();
        return rsa?.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? ecdsa!.SignData(data, HashAlgorithmName.SHA256);
    }

    private static bool Verify(X509Certificate2 signer, byte[] data, byte[] signature)
    {
        using var rsa = signer.GetRSAPublicKey();
        using var ecdsa = signer.GetECDsaPublicKey();
        return rsa?.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? ecdsa!.VerifyData(data, signature, HashAlgorithmName.SHA256);
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("An anchor was refused.");
        }
    }
}
