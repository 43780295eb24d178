namespace Signet.Policy.Decoding;

/// <summary>Undoes one way of writing text. Stateless.</summary>
internal interface IDecoder
{
    /// <summary>Finds what may be written that way and undoes it, charging for what it reads and makes.</summary>
    void Decode(ReadOnlySpan<char> text, DecodeSink sink);
}
