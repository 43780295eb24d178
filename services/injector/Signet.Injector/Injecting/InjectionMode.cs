namespace Signet.Injector.Injecting;

/// <summary>The words for the two modes, in settings, annotations and labels.</summary>
internal static class InjectionMode
{
    /// <summary>A gateway of the pod's own, which holds the provider's key.</summary>
    public const string Full = "full";

    /// <summary>The pod's containers are sent to a shared gateway.</summary>
    public const string Relay = "relay";
}
