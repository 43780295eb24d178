namespace Signet.Ledger.Anchors;

internal enum SignatureKind
{
    RsaPkcs1,
    RsaPss,
    Ecdsa,
}
