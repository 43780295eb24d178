namespace Signet.Deploy.Tests;

/// <summary>The section <c>Commits</c> of a gateway that sends over Dapr.</summary>
internal sealed class DaprSidecarSettings
{
    public string Level { get; set; } = "";

    public string PubSub { get; set; } = "";

    public string Topic { get; set; } = "";

    public string TokenPath { get; set; } = "";
}
