namespace Signet.Cli.Logs;

/// <summary>What a caller brings to verify a log with.</summary>
internal sealed record TrustOptions
{
    /// <summary>The log, where a store holds several, or to take nothing from a data directory.</summary>
    public string? LogId { get; init; }

    /// <summary>The first checkpoint key.</summary>
    public string? Vkey { get; init; }

    /// <summary>The file of the chain key's root secret.</summary>
    public string? RootSecret { get; init; }

    /// <summary>The chain key's name.</summary>
    public string KeyId { get; init; } = AllInOne.DataDirectory.ChainKeyId;

    /// <summary>Chain keys before that one, as KEYID=FILE.</summary>
    public IReadOnlyList<string> PreviousRootSecrets { get; init; } = [];

    /// <summary>True to check with public keys alone.</summary>
    public bool Keyless { get; init; }

    /// <summary>Pinned roots of authorities, as NAME=FILE or NAME=preset:NAME.</summary>
    public IReadOnlyList<string> TsaRoots { get; init; } = [];

    /// <summary>Revocation lists for authorities' certificates, as NAME=FILE.</summary>
    public IReadOnlyList<string> RevocationLists { get; init; } = [];
}
