using System.Buffers.Text;
using System.Text;

namespace Signet.Gateway.Tests.Cluster;

/// <summary>Tokens as a cluster makes them, and as it doesn't.</summary>
internal static class Tokens
{
    public const string Issuer = "https://kubernetes.default.svc";
    public const string Header = """{"alg":"RS256","kid":"k"}""";

    /// <summary>The claims of a good token, with the instant at which it runs out.</summary>
    public static string Claims(
        string ns = "payments", string account = "billing", string audience = "\"signet-gateway\"", long expires = 4_000_000_000, string more = "") =>
        $$"""
        {"iss":"{{Issuer}}","aud":[{{audience}}],"exp":{{expires}},"nbf":1,"sub":"system:serviceaccount:{{ns}}:{{account}}",{{more}}
         "kubernetes.io":{"namespace":"{{ns}}","serviceaccount":{"name":"{{account}}","uid":"u-1"},"pod":{"name":"billing-7d4","uid":"0e6-f1"} } }
        """;

    public static string Of(string claims, string header = Header, string signature = "c2lnbmF0dXJl") => $"{Part(header)}.{Part(claims)}.{signature}";

    public static string Good(string ns = "payments", string account = "billing") => Of(Claims(ns, account));

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
