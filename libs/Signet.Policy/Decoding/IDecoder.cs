namespace Signet.Policy.Decoding;

/// <summary>Undoes one way of writing text. Stateless.</summary>
internal interface IDecoder
{
    /// <summary>It puts characters for characters. What it made isn't undone by another one of the kind: that would lead in circles.</summary>
    bool IsCipher => false;

    /// <summary>Finds what may be written that way and undoes it, charging for what it reads and makes.</summary>
    void Decode(ReadOnlySpan<char> text, DecodeSink sink);
}
