namespace Signet.Policy.Text;

/// <summary>The 66 code points that are set aside for no character ever (The Unicode Standard, 23.7). Normalization refuses them.</summary>
internal static class Noncharacters
{
    internal static bool Contains(int codePoint) => (codePoint & 0xFFFE) == 0xFFFE || codePoint is >= 0xFDD0 and <= 0xFDEF;
}
