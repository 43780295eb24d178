namespace Signet.Injector.Injecting;

/// <summary>What settings must be like for pods to be made with them.</summary>
internal static class SettingsRules
{
    private static readonly string[] PullPolicies = ["Always", "IfNotPresent", "Never"];

    /// <exception cref="InvalidOperationException">A value can't be used.</exception>
    public static void Check(InjectorSettings settings)
    {
        Require(settings.Mode is InjectionMode.Full or InjectionMode.Relay, "Mode must be full or relay.");
        Require(
            settings.Relay.Address is null or { IsAbsoluteUri: true, Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "", Fragment: "" },
            "Relay:Address must be http or https, a host and a port, and nothing else.");
        Require(IsAudience(settings.Relay.Audience), "Relay:Audience must have 1 to 256 visible ASCII characters.");
        var full = settings.Full;
        Require(PullPolicies.Contains(full.ImagePullPolicy), "Full:ImagePullPolicy must be Always, IfNotPresent or Never.");
        Require(full.Image.Length <= 1_024 && !full.Image.Any(char.IsWhiteSpace), "Full:Image must be the name of an image.");
        Require(Names.IsSubdomain(full.PolicyConfigMap), "Full:PolicyConfigMap must be the name of a ConfigMap.");
        Require(Names.IsSubdomain(full.AuditorTokenSecret), "Full:AuditorTokenSecret must be the name of a Secret.");
        Require(full.ApiKeySecret.Length == 0 || Names.IsSubdomain(full.ApiKeySecret), "Full:ApiKeySecret must be the name of a Secret.");
        Require(Names.IsKey(full.PolicyKey) && Names.IsKey(full.AuditorTokenKey), "Full:PolicyKey and Full:AuditorTokenKey must be keys of a ConfigMap or Secret.");
        Require(full.Port is >= PodChoices.MinPort and <= PodChoices.MaxPort, $"Full:Port must lie between {PodChoices.MinPort} and {PodChoices.MaxPort}.");
        Require(IsAudience(full.Audience), "Full:Audience must have 1 to 256 visible ASCII characters.");
        Require(
            Names.IsQuantity(full.CpuRequest) && Names.IsQuantity(full.MemoryRequest) && Names.IsQuantity(full.MemoryLimit),
            "Full:CpuRequest, MemoryRequest and MemoryLimit must be quantities, such as 50m or 128Mi.");
        Require(full.SpoolLimit.Length == 0 || Names.IsQuantity(full.SpoolLimit), "Full:SpoolLimit must be a quantity, such as 321Mi.");
    }

    private static bool IsAudience(string text) => text.Length is > 0 and <= 256 && text.All(letter => letter is > ' ' and <= '~');

    private static void Require(bool isGood, string message)
    {
        if (!isGood)
        {
            throw new InvalidOperationException($"{InjectorSettings.Section}:{message}");
        }
    }
}
