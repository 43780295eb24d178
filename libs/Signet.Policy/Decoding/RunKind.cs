namespace Signet.Policy.Decoding;

/// <summary>How a run of characters was decoded: the same characters are another run to another decoder.</summary>
internal enum RunKind
{
    /// <summary>Letters of Base64 with white space between them.</summary>
    Base64,

    /// <summary>Anything without white space.</summary>
    WithoutSpaces,

    /// <summary>Digits of Base85.</summary>
    Base85,

    /// <summary>Digits of Ascii85.</summary>
    Ascii85,

    /// <summary>What rot13 makes digits of Ascii85.</summary>
    Ascii85UnderRot13,

    /// <summary>What atbash makes digits of Ascii85.</summary>
    Ascii85UnderAtbash,

    /// <summary>Digits of Base32.</summary>
    Base32,

    /// <summary>Digits of Base32hex.</summary>
    Base32Hex,

    /// <summary>Digits of large numbers.</summary>
    BigBase,
}
