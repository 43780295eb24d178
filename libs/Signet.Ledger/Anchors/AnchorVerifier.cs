using System.Security.Cryptography.X509Certificates;
using Signet.Ledger.Entries;

namespace Signet.Ledger.Anchors;

/// <summary>
/// Decides whether a time-stamp token counts (ledger format 1, section 8; RFC 3161). Used on a fresh answer and, with the same
/// checks and the same outcome, on a stored anchor years later. It never throws on any octets.
/// </summary>
/// <remarks>
/// :: Step 1: The answer is granted, complete and small enough for an entry.
/// :: Step 2: The token is SignedData with one signer around a TSTInfo of version 1.
/// :: Step 3: The TSTInfo is the answer to this request: imprint, nonce, policy, time.
/// :: Step 4: The signer's certificate is the one the signature itself names, and may stamp time.
/// :: Step 5: The signature is right.
/// :: Step 6: The certificate chains to a pinned root at the token's time, and isn't revoked as far as the lists that are given know.
/// What was found of a signer's certificate and chain is kept with the trust, so that a further token costs its own checks alone.
/// </remarks>
public static class AnchorVerifier
{
    /// <summary>The largest answer read, in octets.</summary>
    public const int MaxResponseOctets = 65_536;

    /// <summary>The most octets a token and its extra certificates may have together, so that their base64 fits into one entry.</summary>
    public const int MaxTokenOctets = 46_000;

    /// <summary>The most certificates an anchor may carry beside its token.</summary>
    public const int MaxExtraCertificates = 16;

    /// <summary>
    /// How far the authority's clock may stand before the request was sent or after the answer came: 60 s. A wider gap means that one
    /// of the two clocks is wrong, and the anchor would say more than is known.
    /// </summary>
    public static readonly TimeSpan DefaultTolerance = TimeSpan.FromSeconds(60);

    /// <summary>Checks the answer to a request.</summary>
    /// <param name="query">The request that was sent.</param>
    /// <param name="response">The whole body of the answer: any octets.</param>
    /// <param name="requestedAt">When the request was sent.</param>
    /// <param name="receivedAt">When the answer was complete.</param>
    /// <param name="trust">The authority that was asked.</param>
    /// <param name="body">The anchor to be chained; null unless the verdict is <see cref="AnchorVerdict.Ok"/>.</param>
    public static AnchorVerdict VerifyResponse(
        TimestampQuery query,
        ReadOnlyMemory<byte> response,
        DateTimeOffset requestedAt,
        DateTimeOffset receivedAt,
        TsaTrust trust,
        out AnchorBody? body)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(trust);
        AnchorBody? accepted = null;
        AnchorVerdict verdict = Guard(AnchorReason.MalformedResponse, () =>
        {
            RequireSize(response.Length, MaxResponseOctets);
            ReadOnlyMemory<byte> token = TimestampResponse.ReadToken(response).ToArray();
            return Guard(AnchorReason.MalformedToken, () =>
            {
                TimestampToken parsed = TimestampToken.Read(token);
                accepted = new AnchorBody
                {
                    TreeSize = query.Statement.Size,
                    Root = query.Statement.Root,
                    Tsa = trust.Name,
                    Policy = parsed.Info.Policy,
                    GenTime = parsed.Info.GenTime,
                    Nonce = query.Nonce,
                    RequestedAt = requestedAt,
                    ReceivedAt = receivedAt,
                    Token = token,
                    Certs = [.. trust.Intermediates.Where(cert => !parsed.Certificates.Any(own => own.Span.SequenceEqual(cert.Span)))],
                };
                RequireSize(TokenOctets(accepted), MaxTokenOctets);
                Require(accepted, query.Statement, parsed, trust);
            });
        });
        body = verdict.Ok ? accepted : null;
        return verdict;
    }

    /// <summary>Checks a stored anchor. That its root is the log's at its size is for the caller to check.</summary>
    /// <param name="body">The anchor: any values.</param>
    /// <param name="logId">The log it is supposed to anchor.</param>
    /// <param name="trust">The authority it is supposed to come from.</param>
    public static AnchorVerdict Verify(AnchorBody body, string logId, TsaTrust trust)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(logId);
        ArgumentNullException.ThrowIfNull(trust);
        return Guard(AnchorReason.MalformedToken, () =>
        {
            if (!AnchorStatement.TryCreate(logId, body.TreeSize, body.Root.Span, out AnchorStatement? statement)
                || !TimestampNonce.IsWellFormed(body.Nonce.Span)
                || body.Certs is not { Count: <= MaxExtraCertificates })
            {
                throw new AnchorRefusedException(AnchorReason.MalformedAnchor, "a member of the anchor is out of range");
            }

            RequireSize(TokenOctets(body), MaxTokenOctets);
            Require(body, statement, TimestampToken.Read(body.Token), trust);
        });
    }

    private static void Require(AnchorBody body, AnchorStatement statement, TimestampToken token, TsaTrust trust)
    {
        RequireAnswer(body, statement, token.Info, trust);

        CertificateFields fields = SignerCertificate.Find(token);
        IEnumerable<ReadOnlyMemory<byte>> offered = token.Certificates.Concat(body.Certs);
        Digest key = ValidChains.KeyOf(fields.Der, offered);
        if (trust.Chains.Find(key, token.Info.GenTime) is { } known)
        {
            lock (known)
            {
                SignerCertificate.RequireSignature(token, known.Signer);
            }

            known.RequireNotRevoked(token.Info.GenTime);
            return;
        }

        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(fields.Der.Span);
        SignerCertificate.RequireTimestamping(certificate);
        SignerCertificate.RequireSignature(token, certificate);
        ValidChain chain = TsaChain.Build(certificate, offered, trust, token.Info.GenTime);
        trust.Chains.Keep(key, chain);
        chain.RequireNotRevoked(token.Info.GenTime);
    }

    private static void RequireAnswer(AnchorBody body, AnchorStatement statement, TstInfo info, TsaTrust trust)
    {
        if (body.Tsa != trust.Name)
        {
            throw new AnchorRefusedException(AnchorReason.WrongAuthority, "the anchor names another authority");
        }

        if (info.ImprintAlgorithm.Oid != Oids.Sha256
            || info.ImprintAlgorithm.ToDigest().Name is null
            || !info.Imprint.Span.SequenceEqual(statement.Imprint.Span))
        {
            throw new AnchorRefusedException(AnchorReason.ImprintMismatch, "the token is not over this log's tree head");
        }

        if (!info.Nonce.Span.SequenceEqual(body.Nonce.Span))
        {
            throw new AnchorRefusedException(AnchorReason.NonceMismatch, "the token's nonce is not the request's");
        }

        if (info.Policy != body.Policy || (trust.Policy is { } pinned && info.Policy != pinned))
        {
            throw new AnchorRefusedException(AnchorReason.PolicyMismatch, "the token was issued under another policy");
        }

        if (info.GenTime != body.GenTime)
        {
            throw new AnchorRefusedException(AnchorReason.TimeMismatch, "the token's time is not the anchor's");
        }

        // Differences of two times can't overflow; a time moved by the tolerance could.
        if (body.ReceivedAt < body.RequestedAt
            || body.RequestedAt - info.GenTime > DefaultTolerance
            || info.GenTime - body.ReceivedAt > DefaultTolerance)
        {
            throw new AnchorRefusedException(AnchorReason.OutsideWindow, "the token's time lies outside the request window");
        }
    }

    private static long TokenOctets(AnchorBody body) => body.Token.Length + body.Certs.Sum(cert => (long)cert.Length);

    private static void RequireSize(long octets, int limit)
    {
        if (octets > limit)
        {
            throw new AnchorRefusedException(AnchorReason.TooLarge, "the answer is too large");
        }
    }

    private static AnchorVerdict Guard(AnchorReason otherwise, Action check) => Guard(otherwise, () =>
    {
        check();
        return AnchorVerdict.Accepted;
    });

    /// <summary>
    /// The one place where exceptions end. Parsers and platform cryptography answer hostile octets with exceptions of many types; each
    /// is a refusal.
    /// </summary>
    private static AnchorVerdict Guard(AnchorReason otherwise, Func<AnchorVerdict> check)
    {
        try
        {
            return check();
        }
        catch (AnchorRefusedException e)
        {
            return new AnchorVerdict(e.Reason, e.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new AnchorVerdict(otherwise, "the octets are malformed");
        }
    }
}
