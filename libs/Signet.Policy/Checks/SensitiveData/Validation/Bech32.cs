namespace Signet.Policy.Checks.SensitiveData.Validation;

/// <summary>The checksum of segwit addresses (BIP 173 and BIP 350).</summary>
internal static class Bech32
{
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const uint Bech32Check = 1;
    private const uint Bech32mCheck = 0x2BC830A3;

    /// <summary>Takes an address of the main network, <c>bc1</c> included.</summary>
    internal static bool IsAddress(ReadOnlySpan<char> text)
    {
        // The human-readable part "bc" expanded.
        uint check = Step(Step(Step(Step(Step(1, 3), 3), 0), 2), 3);
        foreach (char c in text[3..])
        {
            int value = Alphabet.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            check = Step(check, (uint)value);
        }

        return check is Bech32Check or Bech32mCheck;
    }

    internal static uint Step(uint check, uint value)
    {
        ReadOnlySpan<uint> generator = [0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3];
        uint top = check >> 25;
        check = ((check & 0x1FFFFFF) << 5) ^ value;
        for (int i = 0; i < 5; i++)
        {
            check ^= ((top >> i) & 1) == 0 ? 0 : generator[i];
        }

        return check;
    }
}
