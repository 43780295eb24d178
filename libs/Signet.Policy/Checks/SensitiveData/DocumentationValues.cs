using System.Collections.Frozen;

namespace Signet.Policy.Checks.SensitiveData;

/// <summary>Values that stand in documentation and tests everywhere and belong to nobody.</summary>
internal static class DocumentationValues
{
    private static readonly FrozenSet<string> Values = new[]
    {
        // Test cards that payment providers publish.
        "4242424242424242", "4111111111111111", "4012888888881881", "4000056655665556", "4222222222222", "5555555555554444", "5105105105105100",
        "5200828282828210", "2223003122003222", "378282246310005", "371449635398431", "378734493671000", "6011111111111117", "6011000990139424",
        "3056930009020004", "30569309025904", "38520000023237", "36227206271667", "3566002020360505", "3530111333300000", "6200000000000005",

        // Bank accounts of the IBAN registry's examples.
        "DE89370400440532013000", "GB29NWBK60161331926819", "GB82WEST12345698765432", "FR1420041010050500013M02606", "NL91ABNA0417164300",
        "ES9121000418450200051332", "IT60X0542811101000000123456", "CH9300762011623852957", "AT611904300234573201", "BE68539007547034",

        // Numbers that authorities use in advertisements.
        "078051120", "219099999", "QQ123456C",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Domains = ["example.com", "example.org", "example.net", "example.edu", ".example", ".test", ".invalid", ".localhost"];
    private static readonly string[] Networks = ["192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:", "3fff:", "00:00:5e:00:53:", "00-00-5e-00-53-"];

    internal static bool Contains(SensitiveRule rule, ReadOnlySpan<char> value) => rule.Group switch
    {
        RuleGroup.Secrets => IsSecret(value),
        RuleGroup.Network => StartsWithAny(value, Networks),
        RuleGroup.Contact => EndsWithDomain(value) || IsFictionalPhone(value),
        _ => IsListed(value),
    };

    private static bool IsSecret(ReadOnlySpan<char> value) =>
        value.EndsWith("EXAMPLE", StringComparison.Ordinal) || value.EndsWith("EXAMPLEKEY", StringComparison.Ordinal)

        // The token that jwt.io shows.
        || (value.StartsWith("eyJhbGciOiJIUzI1NiIs", StringComparison.Ordinal) && value.IndexOf(".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lI") > 0);

    private static bool IsListed(ReadOnlySpan<char> value)
    {
        Span<char> compact = stackalloc char[40];
        int length = 0;
        foreach (char c in value)
        {
            if (char.IsLetterOrDigit(c))
            {
                if (length == compact.Length)
                {
                    return false;
                }

                compact[length++] = c;
            }
        }

        return Values.GetAlternateLookup<ReadOnlySpan<char>>().Contains(compact[..length]);
    }

    private static bool EndsWithDomain(ReadOnlySpan<char> value)
    {
        int at = value.IndexOf('@');
        foreach (string domain in Domains)
        {
            if (at >= 0 && value.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
                && (domain[0] == '.' || value[value.Length - domain.Length - 1] is '@' or '.'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>North America's 555-0100 to 555-0199.</summary>
    private static bool IsFictionalPhone(ReadOnlySpan<char> value)
    {
        Span<char> digits = stackalloc char[16];
        int length = 0;
        foreach (char c in value)
        {
            if (char.IsAsciiDigit(c) && length < digits.Length)
            {
                digits[length++] = c;
            }
        }

        return length is 10 or 11 && digits[(length - 7)..length].StartsWith("55501");
    }

    private static bool StartsWithAny(ReadOnlySpan<char> value, string[] prefixes)
    {
        foreach (string prefix in prefixes)
        {
            if (value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
