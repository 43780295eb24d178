namespace Signet.Policy.Decoding;

/// <summary>Takes what decoders make of a text.</summary>
internal abstract class DecodeSink
{
    /// <summary>
    /// True, except in tests, when decoders leave out what is cheaply seen to hold nothing: no phrase is lost by that, only time.
    /// </summary>
    internal virtual bool Prefilters => true;

    /// <summary>What is looked for has at most so many letters.</summary>
    internal virtual int MaxLetters => 256;

    /// <summary>What is known of the text that is being decoded.</summary>
    internal TextSurvey Survey => Workspace.Survey;

    /// <summary>The memory of all of these.</summary>
    internal abstract DecodeWorkspace Workspace { get; }

    /// <summary>Where the digits of encodings stand in the run that is being decoded.</summary>
    internal DigitSurvey Digits => Workspace.Digits;

    /// <summary>Memory for a text whose escapes are undone.</summary>
    internal EscapedText Escaped => Workspace.Escaped;

    /// <summary>False for a run that was decoded before in the same way: nothing new would come of it.</summary>
    internal virtual bool IsNew(RunKind kind, ReadOnlySpan<char> run) => true;

    /// <summary>
    /// True when a stretch of the text, with the characters on both sides of it, stands likewise in a text that was decoded before, so that
    /// a run that is as long as it can be was decoded there.
    /// </summary>
    internal virtual bool IsCopied(int start, int end) => false;

    /// <summary>False for a run that was decoded before; what doesn't fill its place in the text has been put together from there.</summary>
    internal bool IsNew(RunKind kind, ReadOnlySpan<char> run, int start, int end) =>
        !(end - start == run.Length && IsCopied(start, end)) && IsNew(kind, run);

    /// <summary>The same for a part of a run that is new itself. To remember parts would cost more than it saves.</summary>
    internal bool IsNewPart(ReadOnlySpan<char> run, int from, int to, int start, int end) =>
        to - from == run.Length || end - start != run.Length || !IsCopied(start + from, start + to);

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
