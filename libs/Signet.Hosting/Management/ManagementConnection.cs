namespace Signet.Hosting.Management;

/// <summary>The mark that the management listener puts on each connection it accepts.</summary>
internal sealed class ManagementConnection
{
    public static readonly ManagementConnection Mark = new();

    private ManagementConnection()
    {
    }
}
