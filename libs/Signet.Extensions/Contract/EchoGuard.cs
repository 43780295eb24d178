using Signet.Policy.Pipeline;

namespace Signet.Extensions.Contract;

/// <summary>
/// Keeps content out of the log when a service repeats what it was sent: a reason or value that has 24 characters in a row with one of
/// the texts, or 8 with a digit among them, is withheld. It catches carelessness; a service that wants to get content into the log
/// can write it differently.
/// </summary>
internal static class EchoGuard
{
    internal const string Withheld = "withheld: it repeats content";

    private const int PlainLength = 24;
    private const int DigitLength = 8;

    internal static CheckResult Guard(CheckResult result, IEnumerable<string> texts)
    {
        string[] sent = [.. texts];
        Dictionary<string, string> metadata = new(result.Metadata.Count, StringComparer.Ordinal);
        foreach ((string key, string value) in result.Metadata)
        {
            metadata[key] = Repeats(value, sent) ? Withheld : value;
        }

        return result with { Reason = Repeats(result.Reason, sent) ? Withheld : result.Reason, Metadata = metadata };
    }

    private static bool Repeats(string said, string[] sent)
    {
        for (int start = 0; start + DigitLength <= said.Length; start++)
        {
            ReadOnlySpan<char> rest = said.AsSpan(start);
            ReadOnlySpan<char> shorter = rest[..DigitLength];
            ReadOnlySpan<char> window = shorter.ContainsAnyInRange('0', '9') ? shorter : rest.Length >= PlainLength ? rest[..PlainLength] : default;
            if (window.IsEmpty)
            {
                continue;
            }

            foreach (string text in sent)
            {
                if (text.AsSpan().Contains(window, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
