namespace Signet.Anchorer;

/// <summary>A witness in the settings.</summary>
public sealed class WitnessSettings
{
    /// <summary>Its name beside the log.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its submission prefix.</summary>
    public Uri? Url { get; set; }

    /// <summary>Its key: <c>name+hash+base64(0x04 || key)</c>.</summary>
    public string Vkey { get; set; } = "";
}
