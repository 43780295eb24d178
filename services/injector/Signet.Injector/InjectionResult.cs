using System.Text.Json.Nodes;

namespace Signet.Injector;

/// <summary>What became of a pod: it stays as it is, or is changed by a patch, or is refused.</summary>
public sealed class InjectionResult
{
    private InjectionResult(string message, JsonArray? patch, JsonObject? injected) => (Message, Patch, Injected) = (message, patch, injected);

    /// <summary>Why it stays or is refused, and then what to do; empty for one that is changed.</summary>
    public string Message { get; }

    /// <summary>True when it is refused.</summary>
    public bool IsRefused => Patch is null && !IsUnchanged;

    /// <summary>True when it stays as it is.</summary>
    public bool IsUnchanged { get; private init; }

    /// <summary>The JSON patch (RFC 6902) of pod or template; null unless it is changed.</summary>
    public JsonArray? Patch { get; }

    /// <summary>Pod or template as the patch leaves it; null unless it is changed.</summary>
    public JsonObject? Injected { get; }

    internal static InjectionResult Unchanged(string message) => new(message, null, null) { IsUnchanged = true };

    internal static InjectionResult Refused(string message) => new(message, null, null);

    internal static InjectionResult Patched(JsonArray patch, JsonObject injected) => new("", patch, injected);
}
