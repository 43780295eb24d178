namespace Signet.Policy.Pipeline;

/// <summary>Watches what the model says, before anybody else sees it.</summary>
public interface IInspectionCheck : ICheck
{
    /// <summary>
    /// Makes the inspector of one channel: one field of one choice. A unary answer is shown to it in one piece, a stream as it
    /// comes, and the outcome must be the same.
    /// </summary>
    ChannelInspector Open(RequestContext request, InspectionChannel channel);
}
