using System.Globalization;
using System.Text;

namespace Signet.Injector.Certificates;

/// <summary>What the Secret holds: the pair that is served, its successor while there is one, and the authority of the one before.</summary>
/// <param name="Current">The pair that is served; null when there is none that can be used.</param>
/// <param name="Next">Its successor, whose authority is to be trusted before it is served.</param>
/// <param name="NextTrusted">When the webhook configuration was first seen to trust the successor's authority.</param>
/// <param name="PreviousAuthority">The authority of the pair before, which another replica may still serve.</param>
internal sealed record CertificateState(CertificatePair? Current, CertificatePair? Next, DateTimeOffset? NextTrusted, string? PreviousAuthority)
{
    private const string TrustedKey = "next-trusted";
    private const string PreviousKey = "previous-ca.crt";
    private static readonly (string Authority, string Certificate, string Key) CurrentKeys = ("ca.crt", "tls.crt", "tls.key");
    private static readonly (string Authority, string Certificate, string Key) NextKeys = ("next-ca.crt", "next-tls.crt", "next-tls.key");

    /// <summary>The authorities to be trusted, as PEM.</summary>
    public string Bundle => string.Join(
        '\n', ((string?[])[PreviousAuthority, Current?.Authority, Next?.Authority]).OfType<string>().Select(authority => authority.Trim())) + "\n";

    public static CertificateState Read(IDictionary<string, byte[]>? data, CertificateSettings settings)
    {
        string? Text(string key) => data is not null && data.TryGetValue(key, out var octets) ? Encoding.UTF8.GetString(octets) : null;
        CertificatePair? Pair((string Authority, string Certificate, string Key) keys) =>
            CertificatePair.TryRead(Text(keys.Authority), Text(keys.Certificate), Text(keys.Key), settings);

        var next = Pair(NextKeys);
        var isTrusted = DateTimeOffset.TryParseExact(
            Text(TrustedKey), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var trusted);
        return new CertificateState(Pair(CurrentKeys), next, next is not null && isTrusted ? trusted : null, Text(PreviousKey));
    }

    public Dictionary<string, byte[]> Write()
    {
        Dictionary<string, byte[]> data = [];
        void Add(string key, string? text)
        {
            if (text is not null)
            {
                data[key] = Encoding.UTF8.GetBytes(text);
            }
        }

        foreach (var (keys, pair) in (((string Authority, string Certificate, string Key), CertificatePair?)[])[(CurrentKeys, Current), (NextKeys, Next)])
        {
            Add(keys.Authority, pair?.Authority);
            Add(keys.Certificate, pair?.Certificate);
            Add(keys.Key, pair?.Key);
        }

        Add(TrustedKey, NextTrusted?.ToString("O", CultureInfo.InvariantCulture));
        Add(PreviousKey, PreviousAuthority);
        return data;
    }
}
