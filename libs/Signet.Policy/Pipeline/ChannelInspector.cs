namespace Signet.Policy.Pipeline;

/// <summary>Reads the text of one channel from left to right. Belongs to one request; not safe for concurrent use.</summary>
public abstract class ChannelInspector
{
    /// <summary>
    /// Takes the next characters of the channel, exactly as the model wrote them. Findings go to <paramref name="sink"/>.
    /// </summary>
    /// <returns>
    /// How many of the last characters received so far may still turn out to be part of a finding and must not be released;
    /// 0 or more, never more than were received.
    /// </returns>
    public abstract int Push(ReadOnlySpan<char> text, IInspectionSink sink);

    /// <summary>The channel has ended: what was held back can be decided now.</summary>
    public abstract void Complete(IInspectionSink sink);
}
