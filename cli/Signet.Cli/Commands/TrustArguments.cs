using System.CommandLine;
using Signet.Cli.Logs;

namespace Signet.Cli.Commands;

/// <summary>The options by which every verifying command is told what to trust.</summary>
internal sealed class TrustArguments
{
    private readonly Option<string?> _logId = new("--log-id") { Description = "The log. Nothing is then taken from keys that stand beside it." };
    private readonly Option<string?> _vkey = new("--vkey") { Description = "The log's first checkpoint key, name+hash+base64." };
    private readonly Option<string?> _rootSecret = new("--root-secret") { Description = "The file of the chain key's root secret, for full verification." };
    private readonly Option<string> _keyId = new("--key-id")
    {
        Description = "The chain key's name.",
        DefaultValueFactory = _ => AllInOne.DataDirectory.ChainKeyId,
    };

    private readonly Option<string[]> _previousRootSecrets = new("--previous-root-secret")
    {
        Description = "A chain key that older segments are under, KEYID=FILE. Repeatable; with --root-secret.",
    };

    private readonly Option<bool> _keyless = new("--keyless") { Description = "Check with public keys alone, as an outsider would." };
    private readonly Option<string[]> _tsaRoots = new("--tsa-roots") { Description = "Pinned roots of a time-stamping authority, NAME=FILE.pem or NAME=preset:NAME. Repeatable." };
    private readonly Option<string[]> _revocation = new("--tsa-crl")
    {
        Description = "A revocation list for an authority's certificates, NAME=FILE. Repeatable. One then has to speak for each certificate.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _logId, _vkey, _rootSecret, _keyId, _previousRootSecrets, _keyless, _tsaRoots, _revocation })
        {
            command.Options.Add(option);
        }
    }

    public TrustOptions Read(ParseResult parsed) => new()
    {
        LogId = parsed.GetValue(_logId),
        Vkey = parsed.GetValue(_vkey),
        RootSecret = parsed.GetValue(_rootSecret),
        KeyId = parsed.GetValue(_keyId)!,
        PreviousRootSecrets = parsed.GetValue(_previousRootSecrets) ?? [],
        Keyless = parsed.GetValue(_keyless),
        TsaRoots = parsed.GetValue(_tsaRoots) ?? [],
        RevocationLists = parsed.GetValue(_revocation) ?? [],
    };
}
