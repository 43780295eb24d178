using Signet.Policy.Owners;

namespace Signet.Policy.Checks.ContinuingConsent;

/// <summary>Knows whether an owner's requests may go on.</summary>
public interface IConsentSource
{
    /// <summary>
    /// True as long as the owner's requests may go on. Asked while answers run: it looks into memory and doesn't wait. Whatever it throws
    /// is a no. Safe for concurrent use.
    /// </summary>
    bool IsGranted(Owner owner);
}
