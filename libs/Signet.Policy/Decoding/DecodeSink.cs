namespace Signet.Policy.Decoding;

/// <summary>Takes what decoders make of a text.</summary>
internal abstract class DecodeSink
{
    /// <summary>
    /// True, except in tests, when decoders leave out what is cheaply seen to hold nothing: no phrase is lost by that, only time.
    /// </summary>
    internal virtual bool Prefilters => true;

    /// <summary>What is known of the text that is being decoded.</summary>
    internal abstract TextSurvey Survey { get; }

    /// <summary>False for a run that was decoded before in the same way: nothing new would come of it.</summary>
    internal virtual bool IsNew(RunKind kind, ReadOnlySpan<char> run) => true;

    /// <summary>The same for a part of a run that is new itself.</summary>
    internal bool IsNewPart(RunKind kind, ReadOnlySpan<char> run, int start, int length) =>
        length == run.Length || IsNew(kind, run.Slice(start, length));

    /// <summary>Pays for work that is about to be done; false when nothing more may be done.</summary>
    internal abstract bool Charge(long cost);

    /// <summary>Takes a text.</summary>
    /// <param name="decoder">How it was made.</param>
    /// <param name="text">The text.</param>
    /// <param name="start">Where in the text that was decoded it comes from.</param>
    /// <param name="end">Right behind that.</param>
    internal abstract void AddText(string decoder, ReadOnlySpan<char> text, int start, int end);

    /// <summary>Takes octets, which may be text or compressed.</summary>
    /// <param name="decoder">How they were made.</param>
    /// <param name="octets">The octets.</param>
    /// <param name="start">Where in the text that was decoded they come from.</param>
    /// <param name="end">Right behind that.</param>
    internal abstract void AddOctets(string decoder, ReadOnlySpan<byte> octets, int start, int end);
}
