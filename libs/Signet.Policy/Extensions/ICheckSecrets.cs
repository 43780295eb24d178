namespace Signet.Policy.Extensions;

/// <summary>
/// Secrets by name. A policy names a secret and never a file: where they lie is the host's business, so that whoever edits a policy
/// reaches no file with it. Safe for concurrent use.
/// </summary>
public interface ICheckSecrets
{
    /// <summary>True when there is a secret of that name, as far as can be told before it is read.</summary>
    bool Has(string name);

    /// <summary>The secret as it is now: 1 to 8,192 visible ASCII characters.</summary>
    /// <exception cref="IOException">It can't be had; the message doesn't hold it.</exception>
    string Read(string name);
}
