using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Signet.Ledger.Tests.Anchors;

namespace Signet.Bench.Anchors;

/// <summary>
/// Checking a stored anchor on one core: token, signer, chain of one issuer. Against the bare signature checks that it can't do without: the
/// token's and the certificate's.
/// </summary>
[MemoryDiagnoser]
public class AnchorBenchmarks
{
    private readonly byte[] _data = new byte[512];
    private AnchorBody _anchor = null!;
    private X509Certificate2 _signer = null!;
    private byte[] _signature = [];
    private byte[] _rootSignature = [];
    private ECDsa _root = null!;

    [Params("rsa", "ecdsa")]
    public string Signer { get; set; } = "rsa";

    [GlobalSetup]
    public void Setup()
    {
        TestPki pki = TestPki.Shared;
        _signer = Signer == "rsa" ? pki.IssueRsa() : pki.IssueEcdsa();
        TimestampQuery query = TimestampQuery.Create(TokenForge.Statement, TokenForge.UsualPolicy);
        AnchorVerdict verdict = AnchorVerifier.VerifyResponse(
            query, new TokenForge(_signer, query).Response(), TestPki.Now, TestPki.Now, pki.Trust, out AnchorBody? body);
        _anchor = verdict.Ok ? body! : throw new InvalidOperationException(verdict.Text);
        _root = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _rootSignature = _root.SignData(_data, HashAlgorithmName.SHA256);
        _signature = Signer == "rsa"
            ? _signer.GetRSAPrivateKey()!.SignData(_data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : _signer.GetECDsaPrivateKey()!.SignData(_data, HashAlgorithmName.SHA256);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _signer.Dispose();
        _root.Dispose();
    }

    [Benchmark(Baseline = true)]
    public bool CheckSignaturesAlone()
    {
        bool root = _root.VerifyData(_data, _rootSignature, HashAlgorithmName.SHA256);
        if (Signer == "rsa")
        {
            using RSA rsa = _signer.GetRSAPublicKey()!;
            return root && rsa.VerifyData(_data, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        using ECDsa ecdsa = _signer.GetECDsaPublicKey()!;
        return root && ecdsa.VerifyData(_data, _signature, HashAlgorithmName.SHA256);
    }

    [Benchmark]
    public AnchorVerdict Verify()
    {
        AnchorVerdict verdict = AnchorVerifier.Verify(_anchor, TokenForge.Statement.LogId, TestPki.Shared.Trust);
        return verdict.Ok ? verdict : throw new InvalidOperationException(verdict.Text);
    }
}
