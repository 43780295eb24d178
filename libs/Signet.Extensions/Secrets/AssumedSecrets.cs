using Signet.Policy.Extensions;

namespace Signet.Extensions.Secrets;

/// <summary>Takes every secret for given: for reading a policy where it isn't run, such as on the machine of whoever writes it.</summary>
internal sealed class AssumedSecrets : ICheckSecrets
{
    /// <inheritdoc/>
    public bool Has(string name) => true;

    /// <inheritdoc/>
    public string Read(string name) => throw new FileNotFoundException("There are no secrets here.");
}
