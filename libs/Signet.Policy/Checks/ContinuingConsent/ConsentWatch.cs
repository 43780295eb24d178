using Signet.Policy.Owners;

namespace Signet.Policy.Checks.ContinuingConsent;

/// <summary>Knows when consent for one answer was looked up last. Belongs to one request; not safe for concurrent use.</summary>
internal sealed class ConsentWatch(IConsentSource source, Owner owner, ContinuingConsentOptions options, TimeProvider time)
{
    private bool _hasAsked;
    private long _asked;
    private long _characters;

    /// <summary>True when the consent that is needed for so many more characters is there.</summary>
    internal bool IsGrantedFor(int characters)
    {
        _characters += characters;
        return (_hasAsked && _characters < options.EveryCharacters && time.GetElapsedTime(_asked) < options.Every) || IsGranted();
    }

    /// <summary>Asks now.</summary>
    internal bool IsGranted()
    {
        (_hasAsked, _asked, _characters) = (true, time.GetTimestamp(), 0);
        return source.IsGranted(owner);
    }
}
