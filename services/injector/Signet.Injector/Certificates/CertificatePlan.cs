namespace Signet.Injector.Certificates;

/// <summary>
/// What becomes of the certificate. A successor is made when a third of the lifetime is left; it is served when its authority has been trusted
/// for a while, and the authority before stays trusted until the next change. Only where there is nothing to serve does a new one take the place at
/// once.
/// </summary>
internal static class CertificatePlan
{
    /// <summary>The state to be stored; the same object when nothing is to be done.</summary>
    public static CertificateState Next(CertificateState state, CertificateSettings settings, DateTimeOffset now)
    {
        var hasCurrent = state.Current is { } served && now < served.NotAfter;
        var hasNext = state.Next is { } successor && now < successor.NotAfter;
        if (hasNext && state.NextTrusted is { } trusted && (!hasCurrent || now >= trusted + settings.TrustDelay))
        {
            return new CertificateState(state.Next, null, null, state.Current?.Authority);
        }

        if (!hasCurrent)
        {
            return new CertificateState(CertificatePair.Make(settings, now), null, null, null);
        }

        return !hasNext && now >= state.Current!.NotAfter - (settings.Lifetime / 3)
            ? state with { Next = CertificatePair.Make(settings, now), NextTrusted = null }
            : state;
    }
}
