using System.Security.Cryptography;
using System.Text;
using Signet.Corpora.Adversarial;

namespace Signet.Bench.Admission;

/// <summary>What requests and answers are made of, ordinary and not.</summary>
internal static class AdmissionTexts
{
    private const int Length = 1_000;

    private const string Technical =
        "On 2026-03-14 at 09:30 UTC the build of release 4.12.7 failed: see https://ci.example.com/builds/48213?branch=release%2F4.12&view=log for " +
        "the whole log. The call `client.getUserById(userId, { retries: 3 })` threw a NullReferenceException in OrderService.cs:118, and the " +
        "dashboard at https://metrics.example.org/d/abc123/orders?from=now-6h&to=now shows 1,204 errors between 08:45 and 09:10. My colleague " +
        "(order_service team, room 4.17) thinks that max_connections=100 is too low; the documentation says one should set it in " +
        "/etc/app/config.yaml and restart. What would you check first, and how do we keep this from happening again before 2026-04-01? ";

    /// <summary>The rows of the benchmark.</summary>
    public static IReadOnlyList<(string Name, string Text)> All { get; } =
    [
        ("1 KB of prose", AdversarialInputs.Ordinary.Make(Length)),
        ("2 KB of prose", AdversarialInputs.Ordinary.Make(2 * Length)),
        ("2 KB with dates, URLs and code", Fill(Technical, 2 * Length)),
        ("50 KB of base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(AdversarialInputs.Ordinary.Make(37_500)))),
        ("50 KB of binary in base64", Convert.ToBase64String(Octets(37_500))),
    ];

    private static byte[] Octets(int length) =>
        [.. Enumerable.Range(0, (length / SHA256.HashSizeInBytes) + 1).SelectMany(number => SHA256.HashData(BitConverter.GetBytes(number))).Take(length)];

    private static string Fill(string text, int length) => string.Concat(Enumerable.Repeat(text, (length / text.Length) + 1))[..length];
}
