using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Signet.Policy.Owners;

namespace Signet.Gateway.Cluster.Workloads;

/// <summary>
/// What a projected service-account token (a JWT, RFC 7519) says, read strictly. Nothing of it is proven by that: the signature is looked at
/// by whoever can.
/// </summary>
internal sealed record ProjectedToken
{
    /// <summary>The longest token, in characters: those of Kubernetes have about 1,200.</summary>
    public const int MaxLength = 8 << 10;

    private const int MaxIssuerLength = 512;
    private const int MaxAudiences = 16;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Signatures by keys that only the issuer has. A shared secret, or none at all, proves nothing.</summary>
    private static readonly FrozenSet<string> Algorithms = FrozenSet.Create(
        StringComparer.Ordinal, "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    private ProjectedToken()
    {
    }

    public required WorkloadIdentity Workload { get; init; }

    public required IReadOnlyList<string> Audiences { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public DateTimeOffset NotBefore { get; init; }

    /// <summary>Reads a token; null for anything that the cluster wouldn't have made.</summary>
    public static ProjectedToken? TryRead(ReadOnlySpan<char> token)
    {
        if (token.Length > MaxLength || token.Count('.') != 2)
        {
            return null;
        }

        var first = token.IndexOf('.');
        var second = first + 1 + token[(first + 1)..].IndexOf('.');
        try
        {
            using var header = Part(token[..first]);
            using var claims = Part(token[(first + 1)..second]);
            return header is not null && claims is not null && IsSigned(header.RootElement, token[(second + 1)..]) ? Read(claims.RootElement) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, a member that stands twice, or half a surrogate pair.
            return null;
        }
    }

    /// <summary>True while the token is good, by the clock.</summary>
    public bool IsGood(DateTimeOffset now) => now < Expires && now + TimeSpan.FromMinutes(1) >= NotBefore;

    private static bool IsSigned(JsonElement header, ReadOnlySpan<char> signature) =>
        Text(header, "alg") is { } algorithm && Algorithms.Contains(algorithm) && signature.Length > 0 && Base64Url.IsValid(signature)
        && !header.TryGetProperty("crit", out _);

    private static ProjectedToken? Read(JsonElement claims)
    {
        if (Text(claims, "iss") is not { Length: > 0 and <= MaxIssuerLength } issuer || Instant(claims, "exp") is not { } expires
            || Audience(claims) is not { } audiences || Object(claims, "kubernetes.io") is not { } cluster
            || Object(cluster, "serviceaccount") is not { } account
            || WorkloadIdentity.TryCreate(Text(cluster, "namespace"), Text(account, "name"), issuer) is not { } workload
            || Text(claims, "sub") != workload.User)
        {
            return null;
        }

        if (cluster.TryGetProperty("pod", out var pod))
        {
            var (name, uid) = pod.ValueKind == JsonValueKind.Object ? (Text(pod, "name"), Text(pod, "uid")) : (null, null);
            if (!WorkloadIdentity.IsName(name) || !WorkloadIdentity.IsName(uid))
            {
                return null;
            }

            workload = workload with { Pod = name, PodUid = uid };
        }

        var notBefore = DateTimeOffset.MinValue;
        if (claims.TryGetProperty("nbf", out _))
        {
            if (Instant(claims, "nbf") is not { } from)
            {
                return null;
            }

            notBefore = from;
        }

        return new ProjectedToken { Workload = workload, Audiences = audiences, Expires = expires, NotBefore = notBefore };
    }

    private static IReadOnlyList<string>? Audience(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var audience))
        {
            return null;
        }

        if (audience.ValueKind == JsonValueKind.String)
        {
            return [audience.GetString()!];
        }

        return audience.ValueKind == JsonValueKind.Array && audience.GetArrayLength() is > 0 and <= MaxAudiences
            && audience.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
                ? [.. audience.EnumerateArray().Select(item => item.GetString()!)]
                : null;
    }

    private static JsonDocument? Part(ReadOnlySpan<char> part)
    {
        if (part.IsEmpty || part.Contains('=') || part.ContainsAny(" \t\r\n") || !Base64Url.IsValid(part))
        {
            return null;
        }

        var document = JsonDocument.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part)), Strict);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        return null;
    }

    private static DateTimeOffset? Instant(JsonElement parent, string name) => parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static JsonElement? Object(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
