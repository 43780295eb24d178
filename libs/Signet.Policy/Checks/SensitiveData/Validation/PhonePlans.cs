namespace Signet.Policy.Checks.SensitiveData.Validation;

/// <summary>What national telephone numbers look like.</summary>
internal static class PhonePlans
{
    /// <summary>North America: area and exchange begin with 2 to 9 and neither is a service code.</summary>
    internal static bool IsNorthAmerican(ReadOnlySpan<char> n) =>
        n[0] >= '2' && n[3] >= '2' && n[1..3] is not "11" && n[4..6] is not "11" && !CheckDigits.AreAllEqual(n);

    /// <summary>Elsewhere: a trunk prefix of 0, and something other than zeros behind it.</summary>
    internal static bool HasTrunkPrefix(ReadOnlySpan<char> n) => n[0] == '0' && n[1] != '0' && !CheckDigits.AreAllEqual(n[1..]);
}
