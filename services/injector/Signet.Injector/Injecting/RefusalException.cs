namespace Signet.Injector.Injecting;

/// <summary>A pod can't be injected. The message is for whoever made it: it says why, and what to do.</summary>
internal sealed class RefusalException(string message) : Exception(message)
{
    private const int MaxShown = 63;

    /// <summary>A name from a pod, as a message may show it.</summary>
    public static string Shown(string name) =>
        "'" + string.Concat(name.Take(MaxShown).Select(letter => letter is >= ' ' and <= '~' and not '\'' ? letter : '?')) + (name.Length > MaxShown ? "…'" : "'");
}
