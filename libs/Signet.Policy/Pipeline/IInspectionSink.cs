namespace Signet.Policy.Pipeline;

/// <summary>Where a <see cref="ChannelInspector"/> puts what it finds.</summary>
public interface IInspectionSink
{
    /// <summary>A decision about the answer as a whole. Block and escalate end the answer.</summary>
    void Report(CheckResult result);

    /// <summary>A span to replace, in characters from the start of the channel. It must still be held back.</summary>
    void Redact(TextEdit edit, CheckResult result);
}
