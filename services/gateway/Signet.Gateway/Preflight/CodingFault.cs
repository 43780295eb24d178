namespace Signet.Gateway.Preflight;

/// <summary>Why a compressed body can't be read.</summary>
internal enum CodingFault
{
    /// <summary>It can.</summary>
    None,

    /// <summary>It isn't exactly one whole stream: broken, cut short, or with octets behind its end.</summary>
    Broken,

    /// <summary>More comes of it than the limit.</summary>
    TooLarge,
}
