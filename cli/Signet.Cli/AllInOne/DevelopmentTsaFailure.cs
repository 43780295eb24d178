namespace Signet.Cli.AllInOne;

/// <summary>PKIFailureInfo (RFC 3161, section 2.4.2) as the bits of a named bit list, the first bit being the lowest.</summary>
[Flags]
internal enum DevelopmentTsaFailure
{
    None = 0,
    BadAlgorithm = 1 << 0,
    BadRequest = 1 << 2,
    BadDataFormat = 1 << 5,
    UnacceptedPolicy = 1 << 15,
    UnacceptedExtension = 1 << 16,
    SystemFailure = 1 << 25,
}
