namespace Signet.Gateway.Json;

/// <summary>Why octets are not JSON that the gateway reads.</summary>
internal enum JsonFault
{
    /// <summary>They are.</summary>
    None,

    /// <summary>Not UTF-8, or a byte order mark.</summary>
    InvalidEncoding,

    /// <summary>Nested deeper than <see cref="JsonTree.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>More values than <see cref="JsonTree.MaxValues"/>.</summary>
    TooManyValues,

    /// <summary>Not JSON (RFC 8259).</summary>
    Syntax,

    /// <summary>A key stands twice in an object: two parsers would read two different requests.</summary>
    DuplicateKey,

    /// <summary>An escape names half of a surrogate pair.</summary>
    LoneSurrogate,

    /// <summary>A number that no double holds.</summary>
    NonFiniteNumber,
}
